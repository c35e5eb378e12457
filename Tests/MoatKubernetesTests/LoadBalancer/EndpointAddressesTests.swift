import MoatModel
import Testing

@testable import MoatKubernetes

@Suite struct EndpointAddressesTests {
    @Test func oneAddressInTwoSlices() throws {
        let (first, second) = (try Make.address("10.0.4.4"), try Make.address("10.0.4.5"))
        let (a, b) = (Make.key("a"), Make.key("b"))
        var endpoints = EndpointAddresses()
        var change = endpoints.set([first, second], of: b)
        #expect(Set(change.new) == [first, second] && change.gone.isEmpty)
        change = endpoints.set([first], of: a)
        #expect(change.new.isEmpty && change.gone.isEmpty)
        #expect(endpoints.slice(with: first) == a)
        change = endpoints.set([], of: b)
        #expect(change.new.isEmpty && change.gone == [second])
        #expect(endpoints.slice(with: first) == a && endpoints.slice(with: second) == nil)
        #expect(endpoints.slices == [a])
        change = endpoints.set([second], of: a)
        #expect(change.new == [second] && change.gone == [first])
    }
}
