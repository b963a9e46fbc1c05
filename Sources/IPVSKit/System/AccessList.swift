internal import CXattr

/// A file's POSIX access control list (acl(5)), in the kernel's own form.
struct AccessList {
    private static let attribute = "system.posix_acl_access"
    /// The most that an extended attribute holds: `XATTR_SIZE_MAX`, include/uapi/linux/limits.h.
    private static let sizeLimit = 65536

    private let bytes: [UInt8]

    /// The list of a file that is no symbolic link; nil if it has none, or its file system knows none.
    init?(of path: String) {
        let size = unsafe lgetxattr(path, Self.attribute, nil, 0)
        guard size > 0 else { return nil }
        var bytes = [UInt8](repeating: 0, count: Self.sizeLimit)
        let length = unsafe lgetxattr(path, Self.attribute, &bytes, bytes.count)
        guard length > 0 else { return nil }
        self.bytes = Array(bytes.prefix(length))
    }

    /// Leaves an open file without a list.
    static func remove(fromFile number: Int32) {
        _ = unsafe fremovexattr(number, attribute)
    }

    /// Gives an open file this list; false if it cannot have it.
    func replaceList(ofFile number: Int32) -> Bool {
        unsafe fsetxattr(number, Self.attribute, bytes, bytes.count, 0) == 0
    }
}
