/// The settings of IPVS in a network namespace, which are files below `/proc/sys`.
///
/// They are always those of the namespace of the process that reads them.
package struct SettingsFolder: Sendable {
    /// Where the kernel has them.
    package static let kernelPath = "/proc/sys/net/ipv4/vs"

    /// One setting as it is to be.
    package struct Wish: Hashable, Sendable {
        /// The name of the setting.
        package let name: String
        /// Its value.
        package let value: SettingValue

        /// Creates a wish.
        package init(_ name: String, _ value: SettingValue) {
            self.name = name
            self.value = value
        }
    }

    private let path: String

    /// Creates a folder; another path than the kernel's is for tests.
    package init(_ path: String = kernelPath) {
        self.path = path
    }

    /// The names of all settings that this kernel has here, sorted.
    ///
    /// - Throws: `ENOENT` without IPVS, and where the namespace belongs to another user namespace.
    package func names() throws(FileError) -> [String] { try FolderList.names(in: path) }

    /// The value of a setting; nil if there is none of this name.
    package func value(of name: String) throws(FileError) -> SettingValue? {
        guard !name.contains("/"), !name.isEmpty, !name.hasPrefix(".") else { return nil }
        do throws(FileError) {
            let bytes = try InputFile.contents(of: file(name), limit: 1 << 16)
            return SettingValue(String(decoding: bytes, as: UTF8.self))
        } catch  where error.errno == .noSuchEntry {
            return nil
        }
    }

    /// Sets all or none, and looks whether the kernel keeps them.
    ///
    /// Some kernels take a value that they do not like, and keep the old one.
    ///
    /// - Returns: the values before.
    /// - Throws: what could not be set, when all that was set before has its old value again.
    package func set(_ wishes: [Wish]) throws(SettingError) -> [SettingValue] {
        var old: [Wish] = []
        do throws(SettingError) {
            for wish in wishes {
                old.append(Wish(wish.name, try current(wish)))
                try write(wish)
                let kept = try current(wish)
                let isKept = KernelSetting.named(wish.name)?.isSame(kept, wish.value) ?? (kept == wish.value)
                guard isKept else { throw SettingError(wish, .kept(kept)) }
            }
        } catch {
            var left: [String] = []
            for wish in old.reversed() {
                do throws(SettingError) { try write(wish) } catch { left.append(wish.name) }
            }
            throw SettingError(error.wish, error.cause, notUndone: left.filter { $0 != error.wish.name })
        }
        return old.map(\.value)
    }

    private func current(_ wish: Wish) throws(SettingError) -> SettingValue {
        do throws(FileError) {
            if let value = try value(of: wish.name) { return value }
        } catch {
            throw SettingError(wish, .file(error.errno))
        }
        throw .missing(wish)
    }

    private func write(_ wish: Wish) throws(SettingError) {
        do throws(Errno) {
            let descriptor = try FileDescriptor(file(wish.name), .write)
            try descriptor.write(Array("\(wish.value)\n".utf8).span)
        } catch {
            throw SettingError(wish, .file(error))
        }
    }

    private func file(_ name: String) -> String { "\(path)/\(name)" }
}

/// A setting that could not be set; those that were set before it have their old values again.
package struct SettingError: Error, Hashable, Sendable {
    /// Why.
    package enum Cause: Hashable, Sendable {
        /// The kernel refused it.
        case file(Errno)
        /// The kernel took it, but holds another value.
        case kept(SettingValue)
    }

    /// What should have been set.
    package let wish: SettingsFolder.Wish
    /// Why it is not.
    package let cause: Cause
    /// The settings that could not be put back.
    package let notUndone: [String]

    /// The kernel has no setting of this name.
    package static func missing(_ wish: SettingsFolder.Wish) -> SettingError {
        SettingError(wish, .file(.noSuchEntry))
    }

    init(_ wish: SettingsFolder.Wish, _ cause: Cause, notUndone: [String] = []) {
        self.wish = wish
        self.cause = cause
        self.notUndone = notUndone
    }
}

extension SettingError: CustomStringConvertible {
    /// `cannot set sync_ports to 3: invalid argument (EINVAL)`.
    package var description: String {
        let reason =
            switch cause {
            case .file(.noSuchEntry): "cannot set \(wish.name): this kernel has no such setting"
            case .file(let errno): "cannot set \(wish.name) to \(wish.value): \(errno)"
            case .kept(let value): "the kernel took \(wish.name) \(wish.value) but holds \(value)"
            }
        let rest = notUndone.isEmpty ? "" : "; \(notUndone.joined(separator: ", ")) could not be put back"
        return reason + rest
    }
}
