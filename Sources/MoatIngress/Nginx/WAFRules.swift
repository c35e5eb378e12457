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
        Self.engine + [audit] + Self.bodies + profiles.rules + [
            "Include \(settings.crsSetupFile)", "Include \(settings.crsDirectory)/rules/*.conf",
        ]
    }

    /// Bytes of a body; one that is larger is refused with 413, for its end would not be looked at.
    static let bodyLimit = 13_107_200

    private static let engine = [
        """
        SecRuleEngine On
        SecRequestBodyAccess On
        SecRequestBodyLimit \(bodyLimit)
        SecRequestBodyNoFilesLimit 131072
        SecRequestBodyLimitAction Reject
        SecRequestBodyJsonDepthLimit 512
        SecResponseBodyAccess Off
        SecPcreMatchLimit 1000
        SecPcreMatchLimitRecursion 1000
        SecArgumentSeparator &
        SecCookieFormat 0
        SecTmpDir /tmp/
        SecDataDir /tmp/
        """
    ]

    private static let bodies = [
        """
        SecRule REQUEST_HEADERS:Content-Type "^(?:application(?:/soap\\+|/)|text/)xml" \
        "id:200000,phase:1,t:none,t:lowercase,pass,nolog,ctl:requestBodyProcessor=XML"
        """,
        """
        SecRule REQUEST_HEADERS:Content-Type "^application/(?:[a-z0-9.]+\\+)?json" \
        "id:200001,phase:1,t:none,t:lowercase,pass,nolog,ctl:requestBodyProcessor=JSON"
        """,
        """
        SecRule REQBODY_ERROR "!@eq 0" \
        "id:200002,phase:2,t:none,log,auditlog,deny,status:400,msg:'Failed to parse request body.',logdata:'%{reqbody_error_msg}',severity:2"
        """,
        """
        SecRule MULTIPART_STRICT_ERROR "!@eq 0" \
        "id:200003,phase:2,t:none,log,auditlog,deny,status:400,msg:'Multipart request body failed strict validation.'"
        """,
    ]

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
