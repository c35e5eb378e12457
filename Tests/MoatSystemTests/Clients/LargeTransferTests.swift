import Foundation
import MoatLab
import Testing

extension SystemTests {
    /// 200 MB each way; 1 GB with MOAT_LARGE=1 in the environment.
    @Suite struct LargeTransferTests {
        private static let size =
            ProcessInfo.processInfo.environment["MOAT_LARGE"] == "1" ? 1_000_000_000 : 200_000_000

        @Test(arguments: ["https", "http"])
        func arrivesByteForByteBothWays(scheme: String) throws {
            let folder = try TemporaryFolder()
            let size = Self.size
            let sent = try folder.write(bytes: size, to: "body")
            try SystemLab.with { lab throws in
                let expected = SiteBytes.sha256(count: size)
                let begun = ContinuousClock.now
                let download = try lab.run(
                    ["bash", "-o", "pipefail", "-c", "curl -sS \(scheme)://docker.io/bytes/\(size) | sha256sum"],
                    on: "app-7", within: .seconds(240))
                let middle = ContinuousClock.now
                #expect(download.status == 0 && download.output.hasPrefix(expected), "\(download)")
                let upload = try lab.run(
                    ["curl", "-sS", "-T", "\(folder.path)/body", "\(scheme)://docker.io/sink"], on: "app-7",
                    within: .seconds(240))
                #expect(upload.output == "\(sent) \(size)\n", "\(upload)")
                print(
                    "\(size / 1_000_000) MB over \(scheme): down in \(middle - begun), up in \(ContinuousClock.now - middle)"
                )
            }
        }
    }
}
