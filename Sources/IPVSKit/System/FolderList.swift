internal import Glibc

/// The names in a folder.
enum FolderList {
    /// Reads the names of all files that are text, sorted, without those that begin with a dot.
    static func names(in path: String) throws(FileError) -> [String] {
        try path.requireNoZero(for: path)
        guard let folder = unsafe opendir(path) else {
            throw FileError(.read, path, Errno(rawValue: Glibc.errno))
        }
        defer { unsafe closedir(folder) }
        var names: [String] = []
        while let entry = unsafe readdir(folder) {
            let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
                unsafe String(validating: bytes.prefix { $0 != 0 }, as: UTF8.self)
            }
            if let name, !name.hasPrefix(".") { names.append(name) }
        }
        return names.sorted()
    }
}

extension String {
    fileprivate func requireNoZero(for path: String) throws(FileError) {
        try FileError.wrap(.read, path) { () throws(Errno) in try requireNoZero() }
    }
}
