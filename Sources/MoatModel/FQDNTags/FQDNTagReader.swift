public import Foundation

/// Reads a file of FQDN tags:
///
///     {"tags": [{"name": "WindowsUpdate", "fqdns": ["*.update.microsoft.com", …]}]}
///
/// A name is one as resources have it; an entry is a pattern as in `targetFqdns`, in which
/// `{location}` stands for the Azure location of the cluster. Strict: a property that is not
/// known is an error, as in manifests.
public enum FQDNTagReader {
    static let sizeLimit = 16 * 1024 * 1024

    /// What is wrong with a file, all of it at once.
    public struct Failure: Error, CustomStringConvertible {
        public var issues: [ManifestIssue]

        public var description: String {
            issues.rendered()
        }
    }

    /// Reads a file.
    ///
    /// - Parameter location: What `{location}` stands for; without one, an entry that has it is
    ///   an error.
    public static func read(path: String, location: AzureLocation?) throws(Failure) -> [FQDNTagCatalog.Tag] {
        switch ManifestFile.contents(of: path, sizeLimit: sizeLimit) {
        case .success(let data): try read(data, name: path, location: location)
        case .failure(let issue): throw Failure(issues: [issue])
        }
    }

    /// Reads a file's contents; `name` is the name of the file, for positions.
    public static func read(
        _ data: Data, name: String, location: AzureLocation?
    ) throws(Failure) -> [FQDNTagCatalog.Tag] {
        let log = IssueLog(file: name)
        var tags: [FQDNTagCatalog.Tag] = []
        switch ManifestText.decode(data, name: name, sizeLimit: sizeLimit) {
        case .failure(let issue): throw Failure(issues: [issue])
        case .success(let text):
            do throws(ManifestSyntaxError) {
                tags = readTags(try JSONManifestParser.parse(text), location, log)
            } catch {
                let position = SourcePosition(file: name, line: error.mark?.line, column: error.mark?.column)
                throw Failure(issues: [ManifestIssue(position: position, message: error.message, hint: error.hint)])
            }
        }
        guard log.issues.isEmpty else { throw Failure(issues: log.issues) }
        return tags
    }

    private static func readTags(
        _ document: ManifestValue, _ location: AzureLocation?, _ log: IssueLog
    ) -> [FQDNTagCatalog.Tag] {
        let root = ManifestField(
            log: log, value: document, path: .root, property: "document", object: "FQDN tag file")
        guard let reader = ObjectReader(root, properties: ["tags"]),
            let list = reader.required(
                "tags", hint: "the file has the form {\"tags\": [{\"name\": …, \"fqdns\": […]}]}")
        else { return [] }
        let tags = list.elements().compactMap { field in readTag(field, location).map { (field: field, value: $0) } }
        ManifestField.reportDuplicates(
            tags, key: { $0.name.lowercased() }, message: { "two tags are called \($0.name)" },
            hint: "names differ in more than letter case")
        return tags.map(\.value)
    }

    private static func readTag(_ field: ManifestField, _ location: AzureLocation?) -> FQDNTagCatalog.Tag? {
        guard let reader = field.namedObject("tag", properties: ["name", "fqdns"]) else { return nil }
        let name = reader.required("name")?.name()
        let fqdns = reader.requiredList("fqdns", hint: "list patterns, such as *.update.microsoft.com")
            .compactMap { readTemplate($0, location) }
        return name.map { FQDNTagCatalog.Tag(name: $0, fqdns: fqdns) }
    }

    private static func readTemplate(_ field: ManifestField, _ location: AzureLocation?) -> FQDNTemplate? {
        guard let text = field.string() else { return nil }
        let rest = text.replacing(FQDNTemplate.variable, with: "")
        if rest.contains("{") || rest.contains("}") {
            field.issue(
                "'\(text)' has a variable that is not known", hint: "the one variable is \(FQDNTemplate.variable)")
            return nil
        }
        guard let template = FQDNTemplate(text) else {
            // The field says what is wrong with it, as it does in a rule.
            _ = field.fqdnPattern(reading: text.replacing(FQDNTemplate.variable, with: "x"))
            return nil
        }
        guard template.pattern(location: location) != nil else {
            field.issue(
                location == nil
                    ? "'\(text)' needs to know an Azure location" : "'\(text)' is too long with the location",
                hint: "start the daemon with --location, such as --location westeurope")
            return nil
        }
        return template
    }
}
