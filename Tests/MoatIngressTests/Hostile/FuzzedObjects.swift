import MoatKubernetes

// Also a source of Fuzz/IngressObjects, which has the files under test in its own module.
#if canImport(MoatIngress)
    @testable import MoatIngress
#endif

/// Objects of a cluster out of any bytes: each line is a letter, which says what the rest of it is. `\n`,
/// `\r`, `\0` and `\\` in it stand for what cannot stand in a line.
struct FuzzedObjects {
    private(set) var objects = IngressObjects(
        classes: [
            IngressClass(
                metadata: ObjectMeta(name: "moat"), spec: IngressClassSpec(controller: "moat.dev/ingress"))
        ])
    private var service = "app"

    init(_ bytes: some Sequence<UInt8>) {
        for line in String(decoding: Array(bytes.prefix(1 << 16)), as: UTF8.self).split(separator: "\n") {
            read(line.first, Self.unescaped(line.dropFirst()))
        }
    }

    private static func unescaped(_ text: Substring) -> String {
        guard text.contains("\\") else { return String(text) }
        var result = ""
        var isEscaped = false
        for character in text {
            if isEscaped {
                switch character {
                case "n": result.append("\n")
                case "r": result.append("\r")
                case "0": result.append("\0")
                default: result.append(character)
                }
                isEscaped = false
            } else if character == "\\" {
                isEscaped = true
            } else {
                result.append(character)
            }
        }
        return result
    }

    private mutating func read(_ kind: Character?, _ text: String) {
        let backend = IngressBackend(
            service: IngressServiceBackend(name: service, port: ServiceBackendPort(number: 80)))
        switch kind {
        case "I":
            let metadata = ObjectMeta(name: text, namespace: "default")
            objects.ingresses.append(Ingress(metadata: metadata, spec: IngressSpec(ingressClassName: "moat")))
        // The victim's is its own.
        case "N" where text != ConfigurationCheck.victimNamespace: change { $0.metadata.namespace = text }
        case "h": change { $0.spec.rules.append(IngressRule(host: text)) }
        case "p", "x", "i":
            let types: [Character: IngressPathType] = ["p": .prefix, "x": .exact, "i": .implementationSpecific]
            let path = HTTPIngressPath(path: text, pathType: kind.flatMap { types[$0] }, backend: backend)
            change { ingress in
                if ingress.spec.rules.isEmpty { ingress.spec.rules.append(IngressRule()) }
                let last = ingress.spec.rules.count - 1
                var http = ingress.spec.rules[last].http ?? HTTPIngressRuleValue()
                http.paths.append(path)
                ingress.spec.rules[last].http = http
            }
        case "s": service = text
        case "d": change { $0.spec.defaultBackend = backend }
        case "t": change { $0.spec.tls.append(IngressTLS(hosts: [text], secretName: "certificate")) }
        case "a", "n", "r":
            let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            let prefixes: [Character: String] = ["a": "moat.dev/", "n": "nginx.ingress.kubernetes.io/"]
            let name = (kind.flatMap { prefixes[$0] } ?? "") + parts[0]
            change { $0.metadata.annotations[name] = parts.count > 1 ? parts[1] : "" }
        case "S":
            objects.services.append(
                Service(
                    metadata: ObjectMeta(name: text, namespace: "default"),
                    spec: ServiceSpec(ports: [ServicePort(name: "http", port: 80)])))
        case "E":
            objects.slices.append(
                EndpointSlice(
                    metadata: ObjectMeta(
                        name: "slice", namespace: "default", labels: [EndpointSlice.serviceNameLabel: service]),
                    addressType: .ipv4, endpoints: [Endpoint(addresses: [text])],
                    ports: [EndpointPort(name: "http", port: 8080)]))
        default: break
        }
    }

    private mutating func change(_ body: (inout Ingress) -> Void) {
        guard let last = objects.ingresses.indices.last else { return }
        body(&objects.ingresses[last])
    }
}
