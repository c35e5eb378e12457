import ArgumentParser
import MoatKubernetes

/// An object of a namespace on the command line: `kube-system/moat-load-balancer`.
struct ObjectKeyArgument: ExpressibleByArgument {
    let key: ObjectKey

    init(key: ObjectKey) {
        self.key = key
    }

    init?(argument: String) {
        let parts = argument.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, parts.allSatisfy({ !$0.isEmpty }) else { return nil }
        key = ObjectKey(namespace: parts[0], name: parts[1])
    }

    var defaultValueDescription: String { "\(key)" }
}
