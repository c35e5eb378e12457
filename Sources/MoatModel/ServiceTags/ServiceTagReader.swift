public import Foundation

/// Reads the service-tag file that Microsoft publishes ("Azure IP Ranges and Service Tags"):
/// `{"values": [{"name": …, "properties": {"addressPrefixes": […]}}]}`. Other properties are
/// Microsoft's and may change, so they are passed over.
public enum ServiceTagReader {
    /// The full file has 3.5 MB; this leaves it room to grow.
    static let sizeLimit = 64 * 1024 * 1024

    public typealias Failure = TagFile.Failure

    /// Reads a file.
    public static func read(path: String) throws(Failure) -> ServiceTagCatalog {
        try read(TagFile.contents(of: path, sizeLimit: sizeLimit), name: path)
    }

    /// Reads a file's contents; `name` is the name of the file, for positions.
    public static func read(_ data: Data, name: String) throws(Failure) -> ServiceTagCatalog {
        ServiceTagCatalog(try TagFile.read(data, name: name, sizeLimit: sizeLimit, readTags))
    }

    private static func readTags(_ document: ManifestValue, _ log: IssueLog) -> [ServiceTagCatalog.Tag] {
        let object = "service-tag file"
        guard let values = document["values"] else {
            log.add(
                "'values' is missing", hint: "the file has the form {\"values\": [{\"name\": …, \"properties\": …}]}",
                object: object, path: .root, mark: document.mark)
            return []
        }
        let list = ManifestField(
            log: log, value: values, path: .field(.root, "values"), property: "values", object: object)
        let tags = list.elements().compactMap { field in readTag(field).map { (field: field, value: $0) } }
        ManifestField.reportDuplicates(
            tags, key: { $0.name.lowercased() }, message: { "two tags are called \($0.name)" },
            hint: "names differ in more than letter case")
        return tags.map(\.value)
    }

    private static func readTag(_ field: ManifestField) -> ServiceTagCatalog.Tag? {
        let object = field.elementObject("tag", in: field.object)
        func issue(_ message: String, _ hint: String) {
            field.log.add(message, hint: hint, object: object, path: field.path, mark: field.value.mark)
        }
        guard case .string(let name)? = field.value["name"]?.content, case .serviceTag = AddressSpecifier(name) else {
            issue("the name is missing or not that of a service tag", "a name such as AzureCloud.westeurope")
            return nil
        }
        guard let prefixes = field.value["properties"]?["addressPrefixes"] else {
            issue("properties.addressPrefixes is missing", "a list of prefixes; [] for none")
            return nil
        }
        let list = ManifestField(
            log: field.log, value: prefixes, path: .field(.field(field.path, "properties"), "addressPrefixes"),
            property: "addressPrefixes", object: object)
        return ServiceTagCatalog.Tag(
            name: name, addressPrefixes: list.elements().compactMap { $0.prefix(allowsAddress: true) })
    }
}
