import Glibc

/// The network interfaces of the caller's network namespace.
public enum NetworkInterfaces {
    /// Their names, at the moment of the call.
    public static func names() -> Set<String> {
        guard let list = if_nameindex() else { return [] }
        defer { if_freenameindex(list) }
        var names: Set<String> = []
        var entry = list
        while entry.pointee.if_index != 0, let name = entry.pointee.if_name {
            names.insert(String(cString: name))
            entry += 1
        }
        return names
    }
}
