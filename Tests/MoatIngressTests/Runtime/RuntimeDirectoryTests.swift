import Foundation
import Testing

@testable import MoatIngress

struct RuntimeDirectoryTests {
    @Test(arguments: [
        "", "/", "run", "/run/a b", "/run/a;b", "/run/$x", "/run/a\nb", "/run//a", "/run/a/", "/run/ä",
        "/" + String(repeating: "a", count: 80),
    ])
    func whatNginxWouldReadOtherwiseIsRefused(path: String) {
        #expect(throws: IngressRuntimeError.self) { try RuntimeDirectory(path: path) }
    }

    @Test func onlyItsOwnerLooksIn() throws {
        let path = "/tmp/moat-ingress-\(UUID().uuidString.prefix(8))/run"
        defer { try? FileManager.default.removeItem(atPath: (path as NSString).deletingLastPathComponent) }
        let directory = try RuntimeDirectory(path: path)
        try directory.prepare()
        try directory.prepare()
        try directory.write([NginxSetup.mainFile: "a", "lua/b.lua": "b"])
        for (folder, mode) in [("", geteuid() == 0 ? 0o710 : 0o700), ("/lua", 0o700)] {
            let attributes = try FileManager.default.attributesOfItem(atPath: path + folder)
            #expect(attributes[.posixPermissions] as? Int == mode)
        }
        #expect(try String(contentsOfFile: path + "/lua/b.lua", encoding: .utf8) == "b")
    }

    @Test func aLinkIsNoFolder() throws {
        let path = "/tmp/moat-ingress-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: "/tmp")
        defer { try? FileManager.default.removeItem(atPath: path) }
        let directory = try RuntimeDirectory(path: path)
        #expect(throws: IngressRuntimeError.self) { try directory.prepare() }
    }
}
