import Foundation
import IPVSTestSupport
import Testing

@testable import IPVSKit

@Suite final class NamespaceLockTests {
    private let scratch: ScratchFolder
    private let folder: String

    init() throws {
        scratch = try ScratchFolder()
        folder = scratch.file("lvsctl")
        try FileManager.default.createDirectory(
            atPath: folder,
            withIntermediateDirectories: false,
            attributes: [.posixPermissions: 0o755]
        )
    }

    private func take(_ kind: LockKind, command: String = "lvsctl x") throws(LockError)
        -> NamespaceLock
    {
        try NamespaceLock.take(kind, command: command, wait: 0, folder: folder) { _ in }
    }

    private func failure(_ kind: LockKind) -> LockError? {
        do {
            _ = try take(kind)
            return nil
        } catch {
            return error
        }
    }

    @Test("Who waits is told once for whom, and then that it was in vain")
    func waiting() throws {
        let lock = try take(.exclusive, command: "lvsctl first")
        var heard: [String] = []
        let time = ContinuousClock().measure {
            #expect(throws: LockError.self) {
                _ = try NamespaceLock.take(.shared, command: "second", wait: 1, folder: folder) {
                    heard.append($0)
                }
            }
        }
        #expect(time >= .seconds(1))
        #expect(heard == ["process \(getpid()) lvsctl first"])
        _ = consume lock
    }

    @Test("Only root makes the folder, and says why it cannot")
    func aFolderThatCannotBeMade() throws {
        let operation: FileError.Operation = geteuid() == 0 ? .make : .lock
        #expect(throws: LockError.file(FileError(operation, "/proc/nowhere", .noSuchEntry))) {
            _ = try NamespaceLock.take(.exclusive, command: "x", wait: 0, folder: "/proc/nowhere") { _ in }
        }
        let path = scratch.file("new")
        let lock = try? NamespaceLock.take(.exclusive, command: "x", wait: 0, folder: path) { _ in }
        let isThere = lock != nil
        #expect(isThere == (geteuid() == 0) && scratch.names.contains("new") == isThere)
    }

    private var file: String {
        folder + "/" + ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).joined()
    }

    @Test("Who changes is alone, and says who it is")
    func exclusive() throws {
        let lock = try take(.exclusive, command: "lvsctl restore x")
        let busy = LockError.busy(holder: "process \(getpid()) lvsctl restore x")
        #expect(failure(.exclusive) == busy)
        #expect(failure(.shared) == busy)
        _ = consume lock
        #expect(failure(.exclusive) == nil)
    }

    @Test("Several may read; nobody changes meanwhile")
    func shared() throws {
        _ = try take(.exclusive, command: "lvsctl long ago")
        let lock = try take(.shared)
        #expect(failure(.shared) == nil)
        #expect(failure(.exclusive) == .busy(holder: "another lvsctl"))
        _ = consume lock
    }

    @Test("A folder or a file that others can write is not used", arguments: [0o777, 0o775, 0o1777])
    func untrusted(mode: Int) throws {
        let files = FileManager.default
        try files.setAttributes([.posixPermissions: mode], ofItemAtPath: folder)
        #expect(failure(.exclusive) == .untrusted(path: folder))
        #expect(scratch.names == ["lvsctl"])
        try files.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder)
        #expect(failure(.exclusive) == nil)
        try files.setAttributes([.posixPermissions: 0o666], ofItemAtPath: file)
        #expect(failure(.shared) == .untrusted(path: file))
    }

    @Test("Symbolic links are not followed")
    func links() throws {
        let files = FileManager.default
        try files.moveItem(atPath: folder, toPath: scratch.file("elsewhere"))
        try files.createSymbolicLink(atPath: folder, withDestinationPath: "elsewhere")
        #expect(failure(.exclusive) == .file(FileError(.lock, folder, Errno(rawValue: ENOTDIR))))
        #expect(try files.contentsOfDirectory(atPath: scratch.file("elsewhere")) == [])
    }
}
