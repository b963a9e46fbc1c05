import Glibc
import IPVSKit

/// What standard output looks like to a person.
struct Terminal: Sendable {
    /// How many characters fit a line; nil if nobody says.
    var width: Int?
    /// Whether standard output is a terminal.
    var isInteractive: Bool
    /// Whether the environment asks for no colour (`NO_COLOR`) or the terminal has none (`TERM=dumb`).
    var refusesColor: Bool

    /// A file or a pipe.
    static let none = Terminal(width: nil, isInteractive: false, refusesColor: false)

    /// Looks at standard output and the environment.
    static func current() -> Terminal {
        let isInteractive = FileDescriptor.standardOutput.isTerminal
        let noColor = environment("NO_COLOR").map { !$0.isEmpty } ?? false
        return Terminal(
            width: isInteractive ? windowWidth() ?? environment("COLUMNS").flatMap { Int($0) } : nil,
            isInteractive: isInteractive,
            refusesColor: noColor || environment("TERM") == "dumb"
        )
    }

    /// Whether text gets colour, as the user chose.
    func hasColor(_ choice: ColorChoice) -> Bool {
        switch choice {
        case .always: true
        case .never: false
        case .auto: isInteractive && !refusesColor
        }
    }

    private static func windowWidth() -> Int? {
        var size = winsize()
        guard ioctl(1, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }

    private static func environment(_ name: String) -> String? {
        getenv(name).map { String(cString: $0) }
    }
}
