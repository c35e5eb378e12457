import Foundation
import MoatLogs

/// Reads what nginx and ModSecurity log.
public struct NginxLogReader: Sendable {
    private let instance: String

    /// `instance` says which of several controllers this is.
    public init(instance: String) {
        self.instance = instance
    }

    /// The record of a datagram: JSON, behind what syslog puts before it (RFC 3164).
    ///
    /// - Throws: where it is none
    func access(_ datagram: [UInt8], at time: LogTimestamp = .now()) throws -> LogRecord {
        guard let begin = datagram.firstIndex(of: UInt8(ascii: "{")) else {
            throw NginxLogError("it has no JSON object")
        }
        return .ingressAccess(try NginxAccessLine(datagram[begin...]).record(at: time, instance: instance))
    }

    /// The records of a line of the audit log.
    ///
    /// - Throws: where it is none
    func findings(_ line: ArraySlice<UInt8>, at time: LogTimestamp = .now()) throws -> [LogRecord] {
        let audit = try JSONDecoder().decode(ModSecurityAudit.self, from: Self.mended(line))
        return try audit.records(at: time, instance: instance).map { .waf($0) }
    }

    /// What clients send need not be UTF-8.
    private static func mended(_ bytes: ArraySlice<UInt8>) -> Data {
        Data(String(decoding: bytes, as: UTF8.self).utf8)
    }
}
