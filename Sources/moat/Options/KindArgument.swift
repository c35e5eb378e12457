import ArgumentParser
import MoatModel

/// A kind of resource as people type it.
struct KindArgument: ExpressibleByArgument {
    let kind: ResourceKind

    static func parse(_ argument: String) throws -> KindArgument {
        do {
            return KindArgument(kind: try ResourceKind(argument: argument))
        } catch {
            throw ValidationError(error.description)
        }
    }

    init(kind: ResourceKind) {
        self.kind = kind
    }

    init?(argument: String) {
        guard let kind = try? ResourceKind(argument: argument) else { return nil }
        self.init(kind: kind)
    }

    static var completion: CompletionKind { .list(ResourceKind.allCases.map(\.rawValue)) }
    static let help: ArgumentHelp = "The kind, such as IPGroup or ipg; case does not matter."
}
