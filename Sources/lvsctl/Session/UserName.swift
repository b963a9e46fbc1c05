import Glibc

/// Who runs the program, for people to read; nothing depends on it.
enum UserName {
    /// The user that sudo was called by, or else who is logged in.
    static func current() -> String {
        for name in ["SUDO_USER", "LOGNAME", "USER"] {
            if let value = getenv(name) {
                let text = String(cString: value)
                if !text.isEmpty { return text }
            }
        }
        return "uid \(getuid())"
    }
}
