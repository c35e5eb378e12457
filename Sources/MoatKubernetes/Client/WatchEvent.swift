/// What a watch tells.
public enum WatchEvent<Object: KubernetesObject>: Hashable, Sendable {
    case added(Object)
    case modified(Object)
    /// The object as it was last.
    case deleted(Object)
    /// All changes up to this resourceVersion have been told.
    case bookmark(String)
}

/// A line of a watch (`metav1.WatchEvent`).
struct WatchLine<Object: KubernetesObject>: Decodable, Sendable {
    enum Content: Sendable {
        case event(WatchEvent<Object>)
        case failure(APIStatus)
    }

    let content: Content

    private enum Key: String, CodingKey {
        case type
        case object
    }

    /// Of a bookmark's object, that much is promised.
    private struct Bookmark: Decodable {
        struct Metadata: Decodable { var resourceVersion: String }
        var metadata: Metadata
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        switch try container.decode(String.self, forKey: .type) {
        case "ADDED": content = .event(.added(try container.decode(Object.self, forKey: .object)))
        case "MODIFIED": content = .event(.modified(try container.decode(Object.self, forKey: .object)))
        case "DELETED": content = .event(.deleted(try container.decode(Object.self, forKey: .object)))
        case "BOOKMARK":
            let bookmark = try container.decode(Bookmark.self, forKey: .object)
            content = .event(.bookmark(bookmark.metadata.resourceVersion))
        case "ERROR": content = .failure(try container.decode(APIStatus.self, forKey: .object))
        default:
            throw DecodingError.dataCorruptedError(
                forKey: .type, in: container, debugDescription: "no type of an event")
        }
    }
}
