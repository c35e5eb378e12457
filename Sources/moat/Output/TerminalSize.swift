import Foundation

/// How much a terminal shows.
enum TerminalSize {
    /// The columns of a terminal (ioctl_tty(2), TIOCGWINSZ); nil where the descriptor is none.
    static func columns(_ descriptor: Int32) -> Int? {
        guard isatty(descriptor) == 1 else { return nil }
        var size = winsize()
        guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }
}
