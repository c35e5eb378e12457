public import MoatModel

/// One rule of the web application firewall that a request matched (table MoatWaf, which Azure does not have).
public struct MoatWaf: Hashable, Sendable {
    /// What became of the request, whichever of its rules decided that.
    public enum Action: String, Hashable, Sendable, CaseIterable {
        /// It went on.
        case detected = "Detected"
        /// It was answered with 403.
        case blocked = "Blocked"
    }

    /// ModSecurity's names, worst first (Reference Manual v3, action `severity`).
    public enum Severity: String, Hashable, Sendable, CaseIterable {
        case emergency = "EMERGENCY"
        case alert = "ALERT"
        case critical = "CRITICAL"
        case error = "ERROR"
        case warning = "WARNING"
        case notice = "NOTICE"
        case info = "INFO"
        case debug = "DEBUG"
        /// A rule that has none.
        case none = ""
    }

    /// The most bytes of each text; who makes a record cuts.
    public static let maximumText = 2048

    public var timeGenerated: LogTimestamp
    /// That of the request's record in MoatIngressAccess.
    public var requestID: String
    public var client: IPAddress
    public var host: String
    public var method: String
    /// Without the query.
    public var path: String
    public var namespace: String
    public var ingress: String
    /// The number of the rule, such as 942100.
    public var ruleID: UInt32
    public var message: String
    public var severity: Severity
    /// The variable that matched, such as `ARGS:id`.
    public var matchedPlace: String
    /// What matched, as far as the rule tells it.
    public var matchedValue: String
    public var action: Action
    /// The paranoia level from which on the rule counts; 0 where the rule tells none.
    public var paranoiaLevel: UInt8
    /// Which of several controllers it was.
    public var instance: String

    public init(
        timeGenerated: LogTimestamp, requestID: String, client: IPAddress, host: String, method: String, path: String,
        namespace: String, ingress: String, ruleID: UInt32, message: String, severity: Severity, matchedPlace: String,
        matchedValue: String, action: Action, paranoiaLevel: UInt8, instance: String
    ) {
        self.timeGenerated = timeGenerated
        self.requestID = requestID
        self.client = client
        self.host = host
        self.method = method
        self.path = path
        self.namespace = namespace
        self.ingress = ingress
        self.ruleID = ruleID
        self.message = message
        self.severity = severity
        self.matchedPlace = matchedPlace
        self.matchedValue = matchedValue
        self.action = action
        self.paranoiaLevel = paranoiaLevel
        self.instance = instance
    }

    func write(to writer: inout some LogColumns) {
        writer.column("RequestId", requestID)
        writer.column("ClientIp", client)
        writer.column("Host", host)
        writer.column("Method", method)
        writer.column("Path", path)
        writer.column("Namespace", namespace)
        writer.column("Ingress", ingress)
        writer.column("RuleId", long: Int64(ruleID))
        writer.column("Message", message)
        writer.column("Severity", severity.rawValue)
        writer.column("MatchedPlace", matchedPlace)
        writer.column("MatchedValue", matchedValue)
        writer.column("Action", action.rawValue)
        writer.column("ParanoiaLevel", Int(paranoiaLevel))
        writer.column("Instance", instance)
    }
}

extension MoatWaf {
    init(_ fields: LogFields) throws {
        timeGenerated = try fields.time()
        requestID = try fields.text("RequestId", atMost: Self.maximumText)
        client = try fields.address("ClientIp")
        host = try fields.text("Host", atMost: Self.maximumText)
        method = try fields.text("Method", atMost: Self.maximumText)
        path = try fields.text("Path", atMost: Self.maximumText)
        namespace = try fields.text("Namespace", atMost: Self.maximumText)
        ingress = try fields.text("Ingress", atMost: Self.maximumText)
        ruleID = try fields.number("RuleId")
        message = try fields.text("Message", atMost: Self.maximumText)
        severity = try fields.choice("Severity")
        matchedPlace = try fields.text("MatchedPlace", atMost: Self.maximumText)
        matchedValue = try fields.text("MatchedValue", atMost: Self.maximumText)
        action = try fields.choice("Action")
        paranoiaLevel = try fields.number("ParanoiaLevel")
        instance = try fields.text("Instance", atMost: Self.maximumText)
    }
}
