import IPVSKit

/// The options that say which services a list shows.
struct ListSelection: OptionGroup {
    let service = ServiceSelection()
    let server = ValueOption(
        .server,
        "address[/bits][:port]",
        "Only real servers with this address, and the services that have one."
    )

    var options: [VerbOption] { service.options + [server] }
}
