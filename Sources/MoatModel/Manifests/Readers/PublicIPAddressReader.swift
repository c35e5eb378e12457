/// `Microsoft.Network/publicIPAddresses`.
enum PublicIPAddressReader {
    private enum AllocationMethod: String, CaseIterable {
        case `static` = "Static"
    }

    static func read(name: String, _ field: ManifestField) -> PublicIPAddress? {
        guard
            let spec = ObjectReader(
                field, properties: ["ipAddress", "publicIPAllocationMethod", "publicIPAddressVersion"],
                refused: ["dnsSettings": "is not supported yet", "idleTimeoutInMinutes": "is not supported yet"])
        else { return nil }
        if let field = spec["publicIPAllocationMethod"] {
            if case .string("Dynamic") = field.value.content {
                field.issue(
                    "Dynamic is not supported: nobody here hands out addresses", hint: "write Static, or leave it out")
            } else {
                _ = field.oneOf(AllocationMethod.self)
            }
        }
        if let field = spec["publicIPAddressVersion"], let version = field.oneOf(IPAddress.Family.self),
            version == .ipv6
        {
            field.issue("IPv6 public addresses are not supported yet", hint: "write IPv4, or leave it out")
        }
        guard
            let field = spec.required(
                "ipAddress", hint: "write the address that the firewall owns, such as 198.51.100.10"),
            let address = field.address(example: "198.51.100.10")
        else { return nil }
        if address.family == .ipv6 {
            field.issue("\(address): IPv6 public addresses are not supported yet", hint: "write an IPv4 address")
        }
        return PublicIPAddress(name: name, ipAddress: address)
    }
}
