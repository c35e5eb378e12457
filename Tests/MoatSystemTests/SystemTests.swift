import Glibc
import MoatLab
import Testing

/// Whole labs with real packets: `moat serve` in the firewall's host, exactly as on a real
/// machine.
///
/// One after the other, also across suites: they measure times, and each needs the machine.
@Suite(
    .serialized, .enabled(if: geteuid() == 0, "needs root: network namespaces"),
    .enabled(if: SystemLab.moat != nil, "needs the moat binary beside the tests: swift build"))
enum SystemTests {}
