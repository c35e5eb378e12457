/// The settings of libmodsecurity, which are those that it recommends (modsecurity.conf-recommended),
/// and the Core Rule Set.
struct WAFRules {
    private let profiles: WAFProfiles
    private let settings: IngressSettings

    init(_ profiles: WAFProfiles, _ settings: IngressSettings) {
        self.profiles = profiles
        self.settings = settings
    }

    /// One text for each directive of nginx that takes them: it reads none of more than 4096 bytes.
    var all: [String] {
        [engine, audit] + Self.bodies + profiles.rules + [
            "Include \(settings.crsSetupFile)", "Include \(settings.crsDirectory)/rules/*.conf",
        ]
    }

    /// Bytes of a body; one that is larger is refused with 413, for its end would not be looked at.
    static let bodyLimit = 13_107_200

    private var engine: String {
        """
        SecRuleEngine On
        SecRequestBodyAccess On
        SecRequestBodyLimit \(Self.bodyLimit)
        SecRequestBodyNoFilesLimit 131072
        SecRequestBodyLimitAction Reject
        SecRequestBodyJsonDepthLimit 512
        SecArgumentsLimit 1000
        SecResponseBodyAccess Off
        SecResponseBodyMimeType none/none
        SecPcreMatchLimit 1000
        SecPcreMatchLimitRecursion 1000
        SecArgumentSeparator &
        SecCookieFormat 0
        SecUnicodeMapFile \(settings.unicodeMapFile) 20127
        SecTmpDir /tmp/
        SecDataDir /tmp/
        """
    }

    private static let bodies = [
        rule(
            #"REQUEST_HEADERS:Content-Type "^(?:application(?:/soap\+|/)|text/)xml""#,
            "id:200000,phase:1,t:none,t:lowercase,pass,nolog,ctl:requestBodyProcessor=XML"),
        rule(
            #"REQUEST_HEADERS:Content-Type "^application/json""#,
            "id:200001,phase:1,t:none,t:lowercase,pass,nolog,ctl:requestBodyProcessor=JSON"),
        rule(
            #"&ARGS "@ge 1000""#,
            "id:200007,phase:2,t:none,log,deny,status:400,msg:'There are too many arguments.',severity:2"),
        rule(
            #"REQBODY_ERROR "!@eq 0""#,
            "id:200002,phase:2,t:none,log,deny,status:400,msg:'The body cannot be parsed.',"
                + "logdata:'%{reqbody_error_msg}',severity:2"),
        rule(
            #"MULTIPART_STRICT_ERROR "!@eq 0""#,
            "id:200003,phase:2,t:none,log,deny,status:400,msg:'A body of several parts is not well-formed.',severity:2"),
        rule(
            #"MULTIPART_UNMATCHED_BOUNDARY "@eq 1""#,
            "id:200004,phase:2,t:none,log,deny,msg:'A body of several parts may have an unmatched boundary.',severity:2"
        ),
        rule(
            #"TX:/^MSC_/ "!@streq 0""#,
            "id:200005,phase:2,t:none,deny,msg:'ModSecurity flags an error: %{MATCHED_VAR_NAME}',severity:2"),
    ]

    private static func rule(_ condition: String, _ actions: String) -> String {
        "SecRule \(condition) \"\(actions)\""
    }

    /// One line of JSON for each transaction in which a rule that logs has matched.
    private var audit: String {
        """
        SecAuditEngine RelevantOnly
        SecAuditLogParts AHZ
        SecAuditLogType Serial
        SecAuditLogFormat JSON
        SecAuditLog \(settings.runtimeDirectory)/\(Self.auditFile)
        """
    }

    static let auditFile = "waf.log"
}
