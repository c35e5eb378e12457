import Foundation

/// An nginx with ModSecurity and the Core Rule Set as Debian's packages and their READMEs tell to set it up,
/// by hand: what the controller's firewall is held against.
enum HandwrittenWAF {
    static let isPossible = NginxProcess.isInstalled && FileManager.default.fileExists(atPath: debianRules)
    private static let debianRules = "/etc/nginx/modsecurity.conf"

    /// The address is where it listens, with the port; the backend is a port of 127.0.0.1.
    static func files(_ directory: String, address: String, backend: UInt16, paranoia: Int) throws -> [String: String] {
        let settings = try String(contentsOfFile: debianRules, encoding: .utf8)
            .replacing("SecRuleEngine DetectionOnly", with: "SecRuleEngine On")
            .replacing("/var/log/nginx/modsec_audit.log", with: "\(directory)/audit.log")
            .replacing("unicode.mapping", with: "/etc/nginx/unicode.mapping")
            .replacing("SecStatusEngine On", with: "SecStatusEngine Off")
            // The one thing in which the controller differs: it looks at no bodies of responses.
            .replacing("SecResponseBodyAccess On", with: "SecResponseBodyAccess Off")
        return [
            "nginx.conf": """
            load_module /usr/lib/nginx/modules/ngx_http_modsecurity_module.so;
            user www-data;
            worker_processes 1;
            pid nginx.pid;
            events {}
            http {
                access_log off;
                \(NginxProcess.temporaryPaths)
                modsecurity on;
                modsecurity_rules_file \(directory)/modsecurity.conf;
                server {
                    listen \(address);
                    server_name app.test;
                    location / {
                        proxy_pass http://127.0.0.1:\(backend);
                        proxy_http_version 1.1;
                        proxy_set_header Connection "";
                        proxy_set_header Host $host;
                    }
                }
            }

            """,
            "modsecurity.conf": """
            \(settings)
            SecAuditLogFormat JSON
            Include /etc/modsecurity/crs/crs-setup.conf
            SecAction "id:900000,phase:1,nolog,pass,t:none,setvar:tx.paranoia_level=\(paranoia)"
            Include /usr/share/modsecurity-crs/rules/*.conf

            """,
        ]
    }
}
