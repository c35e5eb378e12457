import Yams

extension LabFileReader {
    mutating func services(in fields: [String: Node], of object: String) -> [LabService] {
        yaml.items("services", in: fields, of: object).compactMap { service($0, object) }
    }

    private mutating func service(_ node: Node, _ host: String) -> LabService? {
        let object = "\(host), service"
        let known = ["protocol", "port", "respond", "status", "body", "tls", "files"]
        guard let fields = yaml.fields(of: node, object, known: known)
        else { return nil }
        let transport: LabService.Transport? = choice("protocol", in: fields, of: object, node)
        let respond: LabService.Response? = choice("respond", in: fields, of: object, node)
        let port = number("port", in: fields, of: object, node, range: 1...65535)
        var status: Int?
        if fields["status"] != nil { status = number("status", in: fields, of: object, node, range: 200...599) }
        let body = yaml.text("body", in: fields, of: object, parent: node, isRequired: false)
        guard let transport, let respond, let port else { return nil }
        let tls = flag("tls", in: fields, of: object)
        let files = yaml.text("files", in: fields, of: object, parent: node, isRequired: false)
        if respond == .http || respond == .site, transport == .udp {
            yaml.report(
                "\(object): \(respond.rawValue) needs tcp", remedy: "write protocol: tcp, or respond: text", at: node)
        }
        if respond != .http, respond != .site, status != nil {
            yaml.report(
                "\(object): only http and site have a status", remedy: "leave status out", at: fields["status"])
        }
        if respond != .site, tls || files != nil {
            yaml.report("\(object): only a site has tls and files", remedy: "write respond: site", at: node)
        }
        return LabService(
            transport, UInt16(port), respond, status: status ?? 200, body: body, tls: tls, files: files)
    }
}
