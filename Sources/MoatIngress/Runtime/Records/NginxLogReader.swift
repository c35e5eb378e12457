import Foundation
import MoatLogs

/// Reads what nginx and ModSecurity log.
public struct NginxLogReader: Sendable {
    private let instance: String

    /// `instance` says which of several controllers this is.
    public init(instance: String) {
        self.instance = instance
    }

    /// The record of a line of the access log.
    ///
    /// - Throws: where it is none
    func record(_ line: NginxAccessLine) throws(NginxLogError) -> LogRecord {
        .ingressAccess(try line.record(instance: instance))
    }

    /// What a line of the audit log tells.
    ///
    /// - Throws: where it tells nothing
    func findings(_ line: ArraySlice<UInt8>, at time: LogTimestamp = .now()) throws -> [MoatWaf] {
        let audit = try JSONDecoder().decode(ModSecurityAudit.self, from: Self.mended(line))
        return try audit.records(at: time, instance: instance)
    }

    /// What clients send need not be UTF-8.
    private static func mended(_ bytes: ArraySlice<UInt8>) -> Data {
        Data(String(decoding: bytes, as: UTF8.self).utf8)
    }
}
