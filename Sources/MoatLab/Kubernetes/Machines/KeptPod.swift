import MoatModel

/// A pod of a lab, and what is known of its program.
struct KeptPod {
    let spec: KubernetesSpec.Pod
    /// Nil where none runs.
    var process: ProcessTable.Identity?
    /// Seconds since 1970-01-01T00:00:00Z.
    var startedAt: Int64 = 0
    /// How often its program was started again since the pod came.
    private(set) var restarts = 0
    /// When to start it again; nil where it runs, or is just being started or ended.
    private(set) var nextStart: ContinuousClock.Instant?
    /// Whether the API had a place for it when it was last to be shown.
    var isShown = true
    /// Whether it is just being started or ended.
    var isEnding = false

    /// What a kubelet has: ten seconds, doubled up to five minutes. The lab's are a tenth of it.
    private static let firstBackOff = Duration.seconds(1)
    private static let longestBackOff = Duration.seconds(30)
    private var backOff = firstBackOff

    init(_ spec: KubernetesSpec.Pod) {
        self.spec = spec
    }

    /// Whether it takes connections.
    private(set) var isReady = true

    /// Its program is to be started for the first time.
    mutating func startNow() {
        isReady = false
        nextStart = .now
    }

    /// Its program has ended by itself.
    mutating func ended() {
        process = nil
        isReady = false
        nextStart = .now + backOff
        backOff = min(backOff * 2, Self.longestBackOff)
        restarts += 1
    }

    /// Its program could not be started.
    mutating func failed() {
        nextStart = .now + backOff
        backOff = min(backOff * 2, Self.longestBackOff)
    }

    /// It is gone, and another is to come.
    mutating func deleted(nextStart: ContinuousClock.Instant) {
        process = nil
        isReady = false
        restarts = 0
        backOff = Self.firstBackOff
        self.nextStart = nextStart
    }

    mutating func started(_ process: ProcessTable.Identity?, at time: Int64) {
        self.process = process
        isReady = true
        nextStart = nil
        // A program that was started again is in the same pod.
        if restarts == 0 { startedAt = time }
    }

    /// As the API shows it; nil where its address is none.
    var shown: KubernetesPod? {
        guard let address = IPAddress(spec.address) else { return nil }
        return KubernetesPod(
            name: spec.name, namespace: spec.namespace, labels: spec.labels, address: address, nodeName: spec.node,
            isReady: isReady,
            ports: spec.services.map {
                KubernetesPod.Port(number: $0.port, transport: $0.protocol == .tcp ? "TCP" : "UDP")
            } + spec.ports.sorted { $0.key < $1.key }.map { KubernetesPod.Port(name: $0.key, number: $0.value) },
            restarts: restarts, startedAt: startedAt)
    }
}
