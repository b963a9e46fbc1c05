/// What to do if the object to delete does not exist.
struct MissingOptions: OptionGroup {
    let ifExists = FlagOption(.ifExists, "Succeed if it does not exist.")

    var options: [VerbOption] { [ifExists] }
}
