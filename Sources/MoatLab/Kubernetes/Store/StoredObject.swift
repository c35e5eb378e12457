/// An object at one version, as it goes out to clients. Of what it says only the labels are
/// kept beside the text: a lab of 50,000 pods is to fit into the memory of one machine.
struct StoredObject: Sendable {
    let name: ObjectName
    let version: Int64
    /// JSON
    let bytes: [UInt8]
    let labels: [String: String]

    /// `value` must have the metadata that goes with the rest.
    init(name: ObjectName, version: Int64, value: JSONValue) {
        self.name = name
        self.version = version
        bytes = value.bytes
        labels = Self.labels(of: value)
    }

    /// Read from the text anew each time.
    var value: JSONValue {
        // The text was written from a value, so that it can be read.
        (try? JSONParser.parse(bytes).value) ?? .null
    }

    /// The same object with another version.
    func at(_ version: Int64) -> StoredObject {
        var value = value
        value[["metadata", "resourceVersion"]] = .string(String(version))
        return StoredObject(name: name, version: version, value: value)
    }

    static func labels(of value: JSONValue) -> [String: String] {
        (value[["metadata", "labels"]]?.object ?? [:]).compactMapValues(\.string)
    }
}
