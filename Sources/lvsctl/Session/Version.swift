/// Which lvsctl this is.
enum Version {
    static let text = "lvsctl 0.1.0"
}
