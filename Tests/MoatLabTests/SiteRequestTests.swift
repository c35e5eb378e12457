import NIOCore
import Testing

@testable import MoatLab

@Suite struct SiteRequestTests {
    private func request(_ target: String, _ method: String = "GET", files: Bool = false) -> SiteRequest {
        SiteRequest(method: method, target: target, hasFiles: files)
    }

    @Test func pathsSayWhatIsAskedFor() {
        #expect(request("/") == .page)
        #expect(request("/anything?x=1") == .page)
        #expect(request("/headers") == .headers)
        #expect(request("http://docker.io/headers?x#y") == .headers)
        #expect(request("http://docker.io") == .page)
        #expect(request("/bytes/1000") == .bytes(1000))
        #expect(request("/bytes/-1") == .page)
        #expect(request("/bytes/99999999999999999999") == .page)
        #expect(request("/sink") == .page)
        #expect(request("/sink", "PUT") == .sink)
    }

    @Test func filesAreThoseOfTheFolderAndNoOthers() {
        #expect(request("/simple/six/", files: true) == .file("simple/six/"))
        #expect(request("/a%2Bb.deb", files: true) == .file("a+b.deb"))
        #expect(request("/../etc/passwd", files: true) == .page)
        #expect(request("/%2e%2e/etc/passwd", files: true) == .page)
    }

    @Test func theBytesAreTheSameEverywhere() {
        // printf '' | sha256sum
        #expect(SiteBytes.sha256(count: 0) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        #expect(SiteBytes.slice(from: 65_520, limit: 10).readableBytes == 1)
        #expect(SiteBytes.slice(from: 65_521, limit: 10) == SiteBytes.slice(from: 0, limit: 10))
        #expect(SiteBytes.sha256(count: 65_521) != SiteBytes.sha256(count: 65_522))
    }
}
