import Foundation

/// A file in `Tests/Fixtures` that holds what a test expects.
package enum Golden {
    /// Whether the files are being rewritten: then every test that uses one fails, so that nobody forgets to look.
    package static var isRecording: Bool { ProcessInfo.processInfo.environment["LVSCTL_RECORD"] == "1" }

    /// The folder of the files.
    private static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Fixtures")

    /// Compares a text with a file; returns what is wrong, nil if they are equal.
    package static func mismatch(_ text: String, _ name: String) -> String? {
        let file = folder.appending(path: name)
        if isRecording {
            do {
                try FileManager.default.createDirectory(
                    at: file.deletingLastPathComponent(),
                    withIntermediateDirectories: true
                )
                try text.write(to: file, atomically: true, encoding: .utf8)
                return "recorded \(name): look at the difference"
            } catch {
                return "cannot record \(name): \(error)"
            }
        }
        guard let expected = try? String(contentsOf: file, encoding: .utf8) else {
            return "there is no \(name) (record it with LVSCTL_RECORD=1)"
        }
        guard expected != text else { return nil }
        let (old, new) = (lines(expected), lines(text))
        let place = zip(old, new).prefix { $0 == $1 }.count
        return "\(name), line \(place + 1):\n  expected \(place < old.count ? old[place] : "the end")"
            + "\n  found    \(place < new.count ? new[place] : "the end")"
    }

    private static func lines(_ text: String) -> [Substring] {
        text.split(separator: "\n", omittingEmptySubsequences: false)
    }
}

/// A folder of its own for a test, removed at the end.
package struct ScratchFolder: ~Copyable {
    /// The folder's path.
    package let path: String

    /// Creates the folder.
    package init() throws {
        path = NSTemporaryDirectory() + "lvsctl-test-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The path of a file in the folder.
    package func file(_ name: String) -> String { path + "/" + name }

    /// Writes a file and returns its path.
    package func write(_ text: String, to name: String) throws -> String {
        try text.write(toFile: file(name), atomically: false, encoding: .utf8)
        return file(name)
    }

    /// The content of a file.
    package func read(_ name: String) throws -> String {
        try String(contentsOfFile: file(name), encoding: .utf8)
    }

    /// The names of all files, sorted.
    package var names: [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: path))?.sorted() ?? []
    }
}
