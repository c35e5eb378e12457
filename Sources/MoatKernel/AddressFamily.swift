import Glibc
import MoatModel

extension IPAddress {
    /// AF_INET or AF_INET6.
    var addressFamily: UInt8 {
        switch self {
        case .v4: UInt8(AF_INET)
        case .v6: UInt8(AF_INET6)
        }
    }
}
