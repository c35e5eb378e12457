import Foundation
import MoatKubernetes
import Synchronization

/// Services in the way in which an API server keeps them: every change has a number, and the latest changes
/// can be told again.
final class TestStore: Sendable {
    struct Change: Sendable {
        var version: Int
        var line: String
    }

    private struct State {
        var version = 100
        var services: [String: Int32] = [:]
        var versions: [String: Int] = [:]
        var changes: [Change] = []
        var oldest = 100
    }

    private let state = Mutex(State())

    var version: Int { state.withLock { $0.version } }
    /// The first port of every Service by its name.
    var services: [String: Int32] { state.withLock { $0.services } }

    func put(_ name: String, port: Int32) {
        state.withLock { state in
            state.version += 1
            let type = state.services[name] == nil ? "ADDED" : "MODIFIED"
            state.services[name] = port
            state.versions[name] = state.version
            let object = Self.json(name, port, state.version)
            state.changes.append(Change(version: state.version, line: #"{"type":"\#(type)","object":\#(object)}"#))
        }
    }

    func remove(_ name: String) {
        state.withLock { state in
            guard let port = state.services.removeValue(forKey: name) else { return }
            state.version += 1
            let object = Self.json(name, port, state.version)
            state.changes.append(Change(version: state.version, line: #"{"type":"DELETED","object":\#(object)}"#))
        }
    }

    /// Forgets all changes so far.
    func compact() {
        state.withLock { state in
            state.changes = []
            state.oldest = state.version
        }
    }

    /// The changes after a version; nil where they are forgotten.
    func changes(after version: Int) -> [Change]? {
        state.withLock { state in
            version < state.oldest ? nil : state.changes.filter { $0.version > version }
        }
    }

    /// A part of the list; the place in it is the number of the first.
    func list(_ query: [String: String]) -> String {
        state.withLock { state in
            let names = state.services.keys.sorted()
            let from = min(query["continue"].flatMap { Int($0) } ?? 0, names.count)
            let end = min(from + (query["limit"].flatMap { Int($0) } ?? names.count), names.count)
            let items = names[from..<end].map {
                Self.json($0, state.services[$0] ?? 0, state.versions[$0] ?? 0)
            }
            let rest = end < names.count ? #","continue":"\#(end)""# : ""
            return #"""
                {"kind":"ServiceList","metadata":{"resourceVersion":"\#(state.version)"\#(rest)},
                "items":[\#(items.joined(separator: ","))]}
                """#
        }
    }

    private static func json(_ name: String, _ port: Int32, _ version: Int) -> String {
        #"""
        {"metadata":{"name":"\#(name)","namespace":"shop","resourceVersion":"\#(version)"},"spec":{"type":"LoadBalancer","ports":[{"port":\#(port),"protocol":"TCP"}]}}
        """#
    }
}

extension TestStore {
    static let gone =
        #"{"kind":"Status","status":"Failure","reason":"Expired","code":410,"message":"too old resource version"}"#

    /// Answers a list, or a watch that is cut after so many lines; nil never cuts it.
    func answer(_ request: TestServer.Request, _ answer: TestServer.Answer, cutAfter limit: Int? = nil) async throws {
        guard request.query["watch"] == "true" else { return try await answer.reply(200, list(request.query)) }
        var version = Int(request.query["resourceVersion"] ?? "") ?? 0
        guard changes(after: version) != nil else { return try await answer.reply(410, Self.gone) }
        try await answer.begin()
        var told = 0
        while true {
            guard let changes = changes(after: version) else {
                try await answer.write(#"{"type":"ERROR","object":\#(Self.gone)}"# + "\n")
                return try await answer.end()
            }
            for change in changes {
                if told == limit { throw TestServer.Cut() }
                told += 1
                try await answer.write(change.line + "\n")
                version = change.version
            }
            try await Task.sleep(for: .milliseconds(5))
        }
    }
}
