import Foundation

/// The text of a manifest out of its bytes.
enum ManifestText {
    private static let hint = "manifests are YAML or JSON in UTF-8"

    /// The text, without a byte order mark; an issue where the bytes are too many, binary or
    /// in another encoding.
    static func decode(
        _ data: Data, name: String?, sizeLimit: Int = ManifestFile.sizeLimit
    ) -> Result<String, ManifestIssue> {
        let position = name.map { SourcePosition(file: $0) }
        guard data.count <= sizeLimit else {
            return .failure(ManifestFile.tooLarge(name ?? "the text", size: data.count, limit: sizeLimit))
        }
        if data.starts(with: [0xFF, 0xFE]) || data.starts(with: [0xFE, 0xFF]) {
            return .failure(ManifestIssue(position: position, message: "is in UTF-16, not in UTF-8", hint: hint))
        }
        if let offset = data.withUnsafeBytes({ $0.firstIndex(of: 0) }) {
            return .failure(
                ManifestIssue(
                    position: position,
                    message: "is a binary file, not text: byte \(offset) is zero", hint: hint))
        }
        let bytes = data.starts(with: [0xEF, 0xBB, 0xBF]) ? data.dropFirst(3) : data
        guard let text = String(validating: bytes, as: UTF8.self) else {
            return .failure(ManifestIssue(position: position, message: "is not text in UTF-8", hint: hint))
        }
        return .success(text)
    }
}
