import MoatModel
import Testing

@testable import MoatKubernetes

@Suite struct AddressPoolTests {
    private let http: Set = [LoadBalancerSettings.PortKey(80, .tcp)]
    private let https: Set = [LoadBalancerSettings.PortKey(443, .tcp)]

    private func pool(_ prefix: String = "10.0.4.0/24") throws -> AddressPool {
        try AddressPool(subnets: [Make.subnet("ing-4-subnet", prefix)])
    }

    private func claim(
        _ pool: inout AddressPool, _ name: String, subnet: String? = nil, requested: String? = nil,
        recorded: String? = nil, ports: Set<LoadBalancerSettings.PortKey>? = nil
    ) throws -> String {
        let claim = try AddressClaim(
            subnet: subnet, requested: requested.map { try Make.address($0) },
            recorded: recorded.map { try Make.address($0) }, ports: ports ?? http)
        return try pool.claim(claim, for: Make.key(name)).description
    }

    private func failure(_ body: () throws -> String) -> String? {
        do {
            return "no error, but \(try body())"
        } catch {
            return (error as? AddressError)?.description
        }
    }

    @Test func lowestFirst() throws {
        var pool = try pool()
        #expect(try claim(&pool, "a") == "10.0.4.4")
        #expect(try claim(&pool, "b") == "10.0.4.5")
        #expect(try claim(&pool, "a") == "10.0.4.4")
        pool.release(Make.key("a"))
        #expect(try claim(&pool, "c") == "10.0.4.4")
        #expect(try claim(&pool, "d") == "10.0.4.6")
    }

    /// Azure keeps the first four and the last; a /29 has three that can be used.
    @Test(arguments: [("10.0.4.0/29", 3), ("10.0.4.0/30", 0), ("10.0.4.0/32", 0), ("10.0.4.0/24", 251)])
    func exhaustion(_ prefix: String, _ count: Int) throws {
        var pool = try pool(prefix)
        for number in 0..<count { _ = try claim(&pool, "s\(number)") }
        #expect(
            failure { try claim(&pool, "more") } == "all addresses of the subnet ing-4-subnet, \(prefix), are taken")
        guard count > 0 else { return }
        pool.release(Make.key("s1"))
        #expect(try claim(&pool, "more") == "10.0.4.5")
    }

    @Test func theWholeInternet() throws {
        var pool = try pool("0.0.0.0/0")
        #expect(try claim(&pool, "a") == "0.0.0.4")
        #expect(try claim(&pool, "b", requested: "255.255.255.254") == "255.255.255.254")
        #expect(try claim(&pool, "c") == "0.0.0.5")
    }

    @Test func machinesAreSparedAndNamed() throws {
        var pool = try pool()
        pool.setMachines([try Make.address("10.0.4.4"): "the node a"])
        #expect(try claim(&pool, "a") == "10.0.4.5")
        #expect(failure { try claim(&pool, "b", requested: "10.0.4.4") } == "10.0.4.4 belongs to the node a")
        pool.setMachines([:])
        #expect(try claim(&pool, "b") == "10.0.4.4")
    }

    @Test func podsAreSparedAndNamed() throws {
        var pool = try pool()
        let slice = Make.key("shop-x")
        var isFreed = pool.setEndpoints([try Make.address("10.0.4.4"), try Make.address("10.0.9.9")], of: slice)
        #expect(!isFreed)
        #expect(try claim(&pool, "a") == "10.0.4.5")
        #expect(
            failure { try claim(&pool, "b", requested: "10.0.4.4") }
                == "10.0.4.4 belongs to an endpoint of the EndpointSlice web/shop-x")
        isFreed = pool.setEndpoints([], of: slice)
        #expect(isFreed)
        #expect(pool.slices.isEmpty)
        #expect(try claim(&pool, "b") == "10.0.4.4")
    }

    /// Whoever may write EndpointSlices takes no address away, neither from one that has it nor from
    /// one whose status says so after a restart.
    @Test func endpointsTakeNothingAway() throws {
        var pool = try pool()
        _ = try claim(&pool, "a")
        _ = pool.setEndpoints([try Make.address("10.0.4.4"), try Make.address("10.0.4.5")], of: Make.key("x"))
        #expect(try claim(&pool, "a") == "10.0.4.4")
        #expect(try claim(&pool, "a", requested: "10.0.4.4", ports: https) == "10.0.4.4")
        #expect(try claim(&pool, "b", recorded: "10.0.4.5") == "10.0.4.5")
        #expect(try claim(&pool, "c") == "10.0.4.6")
        pool.release(Make.key("a"))
        #expect(try claim(&pool, "d") == "10.0.4.7")
    }

    @Test func texts() throws {
        var pool = try pool()
        _ = try claim(&pool, "a")
        #expect(
            failure { try claim(&pool, "b", requested: "10.0.4.4") }
                == "10.0.4.4 is taken by the Service web/a, and both have port 80/TCP")
        #expect(
            failure { try claim(&pool, "b", requested: "10.0.5.4") }
                == "10.0.5.4 is not in the subnet ing-4-subnet, which is 10.0.4.0/24")
        #expect(
            failure { try claim(&pool, "b", requested: "10.0.4.255") }
                == "10.0.4.255 cannot be used: the first four addresses of the subnet ing-4-subnet and its last are "
                + "kept")
        #expect(
            failure { try claim(&pool, "b", subnet: "other") }
                == "there is no subnet 'other' for load balancers; there is ing-4-subnet")
        #expect(pool.address(of: Make.key("b")) == nil)
    }

    /// Services share an address that one of them asks for by name, if they have no port in common.
    @Test func sharing() throws {
        var pool = try pool()
        _ = try claim(&pool, "a")
        #expect(try claim(&pool, "b", requested: "10.0.4.4", ports: https) == "10.0.4.4")
        pool.release(Make.key("a"))
        #expect(try claim(&pool, "c") == "10.0.4.5")
        #expect(try claim(&pool, "d", requested: "10.0.4.4") == "10.0.4.4")
        pool.release(Make.key("b"))
        pool.release(Make.key("d"))
        #expect(try claim(&pool, "e") == "10.0.4.4")
    }

    @Test func udpAndTCPDoNotCollide() throws {
        var pool = try pool()
        _ = try claim(&pool, "a", requested: "10.0.4.4", ports: [.init(53, .tcp)])
        #expect(try claim(&pool, "b", requested: "10.0.4.4", ports: [.init(53, .udp)]) == "10.0.4.4")
    }

    /// Over a restart what is recorded stays, and the older of two keeps what both claim.
    @Test func records() throws {
        var pool = try pool()
        #expect(try claim(&pool, "old", recorded: "10.0.4.9") == "10.0.4.9")
        #expect(
            failure { try claim(&pool, "young", recorded: "10.0.4.9") }
                == "10.0.4.9 is taken by the Service web/old, and both have port 80/TCP")
        #expect(
            failure { try claim(&pool, "young", recorded: "10.0.4.9", ports: https) }
                == "10.0.4.9 is taken by the Service web/old, and neither Service asks for it by name")
        #expect(try claim(&pool, "third", recorded: "10.9.9.9") == "10.0.4.4")
    }

    @Test func aFailedMoveChangesNothing() throws {
        var pool = try pool()
        _ = try claim(&pool, "a")
        _ = try claim(&pool, "b")
        #expect(throws: AddressError.self) { try claim(&pool, "b", requested: "10.0.4.4") }
        #expect(pool.address(of: Make.key("b")) == (try Make.address("10.0.4.5")))
        #expect(try claim(&pool, "b", requested: "10.0.4.77") == "10.0.4.77")
        #expect(try claim(&pool, "c") == "10.0.4.5")
    }

    @Test func overlappingSubnets() throws {
        var pool = try AddressPool(
            subnets: [Make.subnet("wide", "10.0.0.0/16"), Make.subnet("narrow", "10.0.0.0/24")], defaultSubnet: "wide")
        #expect(try claim(&pool, "a", subnet: "narrow") == "10.0.0.4")
        #expect(try claim(&pool, "b") == "10.0.0.5")
        #expect(try claim(&pool, "c", subnet: "narrow") == "10.0.0.6")
    }

    @Test func manyServices() throws {
        var pool = try pool("10.0.0.0/16")
        for number in 0..<5000 { _ = try claim(&pool, "s\(number)") }
        // Ever the lowest is freed and taken again.
        for number in 0..<5000 {
            pool.release(Make.key("s\(number)"))
            let expected = try Make.address("10.0.0.4").rawValue + UInt32(number)
            #expect(try claim(&pool, "t\(number)") == IPv4Address(rawValue: expected).description)
        }
    }
}
