public import Foundation

/// Reads a file that defines FQDN tags:
///
///     {"tags": [{"name": "WindowsUpdate", "fqdns": ["*.windowsupdate.com", "*.update.{location}.example"]}]}
///
/// `{location}` stands for the location that the daemon was told. Other properties are errors.
public enum FQDNTagReader {
    static let sizeLimit = 16 * 1024 * 1024

    public typealias Failure = TagFile.Failure

    /// Reads a file.
    public static func read(path: String) throws(Failure) -> [FQDNTagCatalog.Tag] {
        try read(TagFile.contents(of: path, sizeLimit: sizeLimit), name: path)
    }

    /// Reads a file's contents; `name` is the name of the file, for positions.
    public static func read(_ data: Data, name: String) throws(Failure) -> [FQDNTagCatalog.Tag] {
        try TagFile.read(data, name: name, sizeLimit: sizeLimit, readTags)
    }

    private static func readTags(_ document: ManifestValue, _ log: IssueLog) -> [FQDNTagCatalog.Tag] {
        let file = ManifestField(
            log: log, value: document, path: .root, property: "the file", object: "FQDN-tag file")
        guard let reader = ObjectReader(file, properties: ["tags"]) else { return [] }
        let tags = reader.requiredList("tags", hint: "write {\"tags\": [{\"name\": …, \"fqdns\": […]}]}").compactMap {
            field in readTag(field).map { (field: field, value: $0) }
        }
        ManifestField.reportDuplicates(
            tags, key: { $0.name.lowercased() }, message: { "two tags are called \($0.name)" },
            hint: "names differ in more than letter case")
        return tags.map(\.value)
    }

    private static func readTag(_ field: ManifestField) -> FQDNTagCatalog.Tag? {
        guard let reader = field.namedObject("tag", properties: ["name", "fqdns"]) else { return nil }
        let name = reader.required("name")?.name()
        let fqdns = reader.requiredList("fqdns", hint: "write patterns such as \"*.contoso.com\"").compactMap(readFQDN)
        return name.map { FQDNTagCatalog.Tag(name: $0, fqdns: fqdns) }
    }

    private static func readFQDN(_ field: ManifestField) -> String? {
        guard let text = field.string() else { return nil }
        if FQDNTagCatalog.pattern(text, location: "westeurope") != nil { return text }
        if text.contains("{") {
            field.issue(
                "'\(text)' has an unknown variable", hint: "the one variable is \(FQDNTagCatalog.locationVariable)")
            return nil
        }
        // The issue says what is wrong with it.
        return field.fqdnPattern().map(\.description)
    }
}
