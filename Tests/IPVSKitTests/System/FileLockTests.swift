import Foundation
import IPVSTestSupport
import Testing

@testable import IPVSKit

@Suite struct FileLockTests {
    private static func take(_ path: String, wait: Int = 0) throws(LockError) -> FileLock? {
        try FileLock.take(path, wait: wait) { _ in }
    }

    private static let busy = LockError.busy(holder: "another lvsctl")

    @Test("One at a time has the lock, whatever name it asks by")
    func isHeldByOne() throws {
        let folder = try ScratchFolder()
        let path = try folder.write("old", to: "file")
        try FileManager.default.createSymbolicLink(atPath: folder.file("link"), withDestinationPath: "file")
        var lock = try Self.take(path)
        #expect(lock != nil)
        #expect(throws: Self.busy) { try Self.take(path) }
        #expect(throws: Self.busy) { try Self.take(folder.file("link")) }
        lock = nil
        #expect(try Self.take(folder.file("link")) != nil)
    }

    @Test("The lock goes over to the file that replaces the locked one")
    func movesToTheNewFile() throws {
        let folder = try ScratchFolder()
        let path = try folder.write("old", to: "file")
        var lock = try Self.take(path)
        for text in ["one", "two"] {
            try AtomicFile.write(Array(text.utf8), to: path, lock: lock)
            #expect(throws: Self.busy) { try Self.take(path) }
        }
        #expect(lock?.isPlaceholder == false)
        lock = nil
        #expect(try Self.take(path) != nil)
        #expect(try folder.read("file") == "two")
    }

    @Test("A failed replacement leaves the lock where it was")
    func staysWhenNothingIsReplaced() throws {
        let folder = try ScratchFolder()
        let path = try folder.write("old", to: "file")
        let lock = try Self.take(path)
        #expect(throws: FileError.self) {
            try AtomicFile.replace(path, lock: lock) { _ throws(FileError) in
                throw FileError(.write, path, .noSpace)
            }
        }
        #expect(throws: Self.busy) { try Self.take(path) }
    }

    @Test("A file that is not there is made for the lock, and removed if nothing is written")
    func makesAPlaceholder() throws {
        let folder = try ScratchFolder()
        let path = folder.file("new")
        var lock = try Self.take(path)
        #expect(lock?.isPlaceholder == true && folder.names == ["new"])
        #expect(throws: Self.busy) { try Self.take(path) }
        lock = nil
        #expect(folder.names == [])

        lock = try Self.take(path)
        try AtomicFile.write([65], to: path, lock: lock)
        lock = nil
        #expect(try folder.read("new") == "A")
    }

    @Test("A link that leads nowhere yet stays")
    func placeholderBehindALink() throws {
        let folder = try ScratchFolder()
        try FileManager.default.createSymbolicLink(atPath: folder.file("link"), withDestinationPath: "new")
        var lock = try Self.take(folder.file("link"))
        #expect(folder.names == ["link", "new"])
        _ = lock
        lock = nil
        #expect(folder.names == ["link"])
    }

    @Test("What is not replaced is not locked", arguments: ["-", "/dev/null", "/nonexistent/file"])
    func leavesOthersAlone(path: String) throws {
        #expect(try Self.take(path) == nil)
    }

    @Test("Many that read, change and write lose nothing of each other, from the first file on")
    func losesNothing() throws {
        let folder = try ScratchFolder()
        let path = folder.file("file")
        let threads = (0..<8).map { _ in
            Thread {
                for _ in 0..<10 {
                    guard let lock = try? Self.take(path, wait: 600) else { continue }
                    let old = (try? InputFile.contents(of: path)) ?? []
                    _ = try? AtomicFile.write(old + [65], to: path, lock: lock)
                }
            }
        }
        threads.forEach { $0.start() }
        while !threads.allSatisfy(\.isFinished) { usleep(1000) }
        #expect(try folder.read("file").count == 80)
    }
}
