public import AsyncHTTPClient
import Foundation
public import Logging

/// Runs nginx with what is wished last: starts it, reloads it, gives it tables, and starts it again where it
/// dies. One thing is done at a time, so there is at most one reload at once, and wishes that come meanwhile
/// become one.
///
/// What nginx refuses is not put in force: what was stays, and the refusal is counted and told.
public actor NginxRuntime {
    private let directory: RuntimeDirectory
    private let program: NginxProgram
    private let control: NginxControl
    private let times: NginxTimes
    private let logger: Logger

    private var wished: NginxSetup?
    /// What nginx works with, or worked with when it ended: known to be good.
    private var good: NginxSetup?
    /// Whether nginx has the tables of `good`.
    private var hasTables = false
    /// What nginx refused last, so that it is not asked again.
    private var refused: (files: [String: String], error: IngressRuntimeError)?
    private var child: NginxChild?
    private var counts = NginxReport()
    private var failures = 0
    private var lastReload: ContinuousClock.Instant?

    private let wake: AsyncStream<Void>
    private let waking: AsyncStream<Void>.Continuation

    /// - Parameters:
    ///   - directory: where it runs; is made
    ///   - program: which nginx
    ///   - client: must not be shut down while this runs
    ///   - times: how long to wait
    ///   - logger: takes what nginx says, and what only an operator can mend
    public init(
        _ directory: RuntimeDirectory, program: NginxProgram = NginxProgram(), client: HTTPClient,
        times: NginxTimes = NginxTimes(), logger: Logger
    ) {
        self.directory = directory
        self.program = program
        control = NginxControl(client: client, socketPath: directory.controlSocket)
        self.times = times
        self.logger = logger
        (wake, waking) = AsyncStream.makeStream(bufferingPolicy: .bufferingNewest(1))
    }

    /// What is to be in force from now on.
    public func wish(_ setup: NginxSetup) {
        wished = setup
        waking.yield()
    }

    public var report: NginxReport {
        var report = counts
        report.isRunning = child?.isRunning ?? false
        report.pid = report.isRunning ? child?.pid : nil
        return report
    }

    /// Whether nginx works with what was wished last.
    public var isCurrent: Bool { isServing && hasTables && good == wished }

    /// Whether nginx works with something that was wished.
    public var isServing: Bool { child?.isRunning == true && good != nil && hasTables }

    /// Has nginx begin another file where its log was put aside.
    public func reopenLogs() {
        guard isServing else { return }
        child?.signal(SIGUSR1)
    }

    /// Works until the task is cancelled; then nginx ends the requests that it has, and ends.
    public func run() async {
        for await _ in wake { await settle() }
        // Ending takes its time, which the task that was cancelled does not have.
        await Task { await self.end() }.value
    }

    /// Does what there is to do, until there is nothing.
    private func settle() async {
        while let wished, !Task.isCancelled {
            do {
                guard try await step(wished) else { return }
                failures = 0
                counts.lastError = refused?.error.description
            } catch {
                if Task.isCancelled { return }
                fail(error)
                failures += 1
                let wait = min(times.firstRetry * (1 << min(failures - 1, 16)), times.longestRetry)
                try? await Task.sleep(for: wait * Double.random(in: 0.5...1))
            }
        }
    }

    /// Does one thing; false where there is nothing to do.
    private func step(_ setup: NginxSetup) async throws -> Bool {
        guard child?.isRunning == true, let good else {
            try await start(setup)
            return true
        }
        let isRefused = setup.files == refused?.files
        if setup.files != good.files, !isRefused {
            try await reload()
            return true
        }
        if setup.files == good.files { forgetRefusal() }
        // Endpoints come and go also while a configuration is refused.
        if setup.tables != good.tables || !hasTables {
            try await post(setup.tables, to: good)
            return true
        }
        return false
    }

    private func forgetRefusal() {
        guard refused != nil else { return }
        refused = nil
        counts.lastError = nil
    }

    /// - Throws: what nginx refuses, `IngressRuntimeError`
    private func check(_ setup: NginxSetup) async throws {
        if let refused, refused.files == setup.files { throw refused.error }
        do {
            try directory.writeCopy(filesToCheck(setup))
            try await program.test(directory.checkedCopy)
            forgetRefusal()
        } catch let error as IngressRuntimeError where error.code == .refusedConfiguration {
            refused = (setup.files, error)
            counts.refused += 1
            throw error
        }
    }

    /// Rules of the firewall that nginx works with are not read once more, which would take longer than all
    /// else.
    private func filesToCheck(_ setup: NginxSetup) -> [String: String] {
        var files = setup.files
        if let rules = files[NginxSetup.rulesFile], rules == good?.files[NginxSetup.rulesFile] {
            files[NginxSetup.rulesFile] = ""
        }
        return files
    }

    private func start(_ setup: NginxSetup) async throws {
        if let child {
            let status = await child.status()
            self.child = nil
            counts.deaths += 1
            logger.error("nginx ended by itself, and is started again", metadata: ["status": "\(status)"])
        }
        hasTables = false
        try program.check()
        try directory.prepare()
        try await NginxOrphans(folder: directory.path).end(within: .seconds(10))
        directory.removeSockets()
        var starting = setup
        do {
            try await check(setup)
        } catch let error as IngressRuntimeError where error.code == .refusedConfiguration {
            guard let good else { throw error }
            fail(error)
            starting = good
        }
        try directory.write(starting.files)
        let child = try NginxChild(program, NginxProgram.arguments(directory.path), in: directory.path)
        self.child = child
        counts.starts += 1
        follow(child)
        try await waitForAnswer(child, generation: starting.generation)
        try await post(starting.tables, to: starting)
        logger.info("nginx is started", metadata: ["pid": "\(child.pid)", "generation": "\(starting.generation)"])
    }

    private func reload() async throws {
        if let lastReload {
            try await Task.sleep(until: lastReload + times.betweenReloads, clock: .continuous)
        }
        // What came meanwhile goes with it.
        guard let setup = wished, let child, setup.files != good?.files else { return }
        try await check(setup)
        let begin = ContinuousClock.now
        lastReload = begin
        // Workers of both configurations serve for a while, each by the tables of its own.
        try await control.post(setup.tables, generation: setup.generation)
        try directory.write(setup.files)
        child.signal(SIGHUP)
        try await waitForAnswer(child, generation: setup.generation)
        good = setup
        hasTables = true
        counts.generation = setup.generation
        counts.reloads += 1
        counts.tablePosts += 1
        let seconds = (ContinuousClock.now - begin) / .seconds(1)
        counts.lastReloadSeconds = seconds
        logger.info("nginx is reloaded", metadata: ["generation": "\(setup.generation)", "seconds": "\(seconds)"])
    }

    private func post(_ tables: Data, to setup: NginxSetup) async throws {
        hasTables = false
        try await control.post(tables, generation: setup.generation)
        hasTables = true
        good = NginxSetup(generation: setup.generation, files: setup.files, tables: tables)
        counts.generation = setup.generation
        counts.tablePosts += 1
    }

    /// Waits until nginx answers with the generation.
    private func waitForAnswer(_ child: NginxChild, generation: UInt64) async throws {
        let deadline = ContinuousClock.now + times.answer
        while true {
            guard child.isRunning else {
                throw IngressRuntimeError(
                    .notStarted, "nginx ended at once, with status \(await child.status()); what it said is in the log")
            }
            if let state = try? await control.state(), state.generation == generation { return }
            guard ContinuousClock.now < deadline else {
                throw IngressRuntimeError(
                    .noAnswer,
                    "nginx did not come to answer with generation \(generation) at \(directory.controlSocket)")
            }
            try await Task.sleep(for: times.look)
        }
    }

    /// Tells what nginx says, and looks after it when it ends.
    private func follow(_ child: NginxChild) {
        Task { for await line in child.lines { log(line) } }
        Task {
            _ = await child.status()
            waking.yield()
        }
    }

    private func log(_ line: String) {
        let level: Logger.Level =
            if line.contains("[emerg]") || line.contains("[alert]") || line.contains("[crit]") {
                .error
            } else if line.contains("[error]") {
                .warning
            } else if line.contains("[warn]") {
                .notice
            } else {
                .debug
            }
        logger.log(level: level, "nginx: \(line)")
    }

    private func fail(_ error: any Error) {
        let text = "\(error)"
        if counts.lastError != text { logger.error("\(text)") }
        counts.lastError = text
        counts.failures += 1
    }

    /// Lets nginx end what it has begun, and ends it where that takes too long.
    private func end() async {
        guard let child, child.isRunning else { return }
        // Where nginx cannot be told, it is ended all the same.
        if (try? await control.retire()) != nil { try? await Task.sleep(for: times.retire) }
        child.signal(SIGQUIT)
        for (limit, next) in [(times.drain, SIGTERM), (.seconds(3), SIGKILL)] {
            let deadline = ContinuousClock.now + limit
            while child.isRunning, ContinuousClock.now < deadline {
                try? await Task.sleep(for: times.look)
            }
            guard child.isRunning else { break }
            logger.warning("nginx still has requests, and is ended")
            child.signal(next)
        }
        try? await NginxOrphans(folder: directory.path).end(within: .seconds(5))
        directory.removeSockets()
    }
}
