import Testing

@testable import MoatLab

@Suite struct KeptPodTests {
    private static let spec = KubernetesSpec.Pod(
        name: "web", namespace: "shop", labels: ["app": "web"], address: "10.0.5.9", node: "node-1",
        services: [LabService(.tcp, 80, .http), LabService(.udp, 53, .echo)], command: [], ports: [:])
    private static let process = ProcessTable.Identity(pid: 4711, startTime: 1)

    @Test func aProgramThatEndsIsStartedAgainLaterEachTime() throws {
        var pod = KeptPod(Self.spec)
        pod.started(Self.process, at: 100)
        #expect(pod.nextStart == nil && pod.restarts == 0)
        var waits: [Duration] = []
        for _ in 0..<7 {
            let now = ContinuousClock.now
            pod.ended()
            #expect(pod.process == nil)
            waits.append(try #require(pod.nextStart) - now)
            pod.started(Self.process, at: 200)
        }
        for (wait, least) in zip(waits, [1, 2, 4, 8, 16, 30, 30]) { #expect(wait >= .seconds(least)) }
        #expect(waits.last.map { $0 < .seconds(60) } == true)
        // It is the same pod all the time.
        let shown = try #require(pod.shown)
        #expect(shown.restarts == 7 && shown.startTime == APITime(seconds: 100))
    }

    @Test func whatComesAfterADeletionIsAnother() throws {
        var pod = KeptPod(Self.spec)
        pod.started(Self.process, at: 100)
        let before = try #require(pod.shown)
        pod.ended()
        pod.started(Self.process, at: 150)
        #expect(pod.shown?.uid == before.uid)
        pod.deleted(nextStart: .now)
        pod.started(Self.process, at: 200)
        let after = try #require(pod.shown)
        #expect(after.restarts == 0 && after.uid != before.uid)
    }

    @Test func servicesAreTheContainersPorts() {
        #expect(
            KeptPod(Self.spec).shown?.ports == [
                .init(number: 80, transport: "TCP"), .init(number: 53, transport: "UDP"),
            ])
    }
}
