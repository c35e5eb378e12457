import ArgumentParser
import Foundation
import MoatLab

/// Turns errors of labs into messages and exit statuses.
enum LabFailure {
    static func reporting(_ body: () throws -> Void) throws {
        do { try body() } catch { throw report(error) }
    }

    static func reporting(_ body: () async throws -> Void) async throws {
        do { try await body() } catch { throw report(error) }
    }

    private static func report(_ error: any Error) -> any Error {
        switch error {
        case is ExitCode, is ValidationError, is CleanExit:
            return error
        case is CancellationError:
            write("stopped; nothing is left over")
            return ExitCode(130)
        case let error as LabError:
            write("error: \(error.message)")
            return ExitCode(error.code.rawValue)
        default:
            write("error: \(error)")
            return ExitCode(1)
        }
    }

    static func write(_ line: String) {
        FileHandle.standardError.write(Data((line + "\n").utf8))
    }
}
