import MoatModel

/// Takes the columns of one record, in the order of `LogTable.ownColumns`. A store and the
/// JSON form are two ways of taking them, so that a record says once what it consists of.
protocol LogColumns {
    mutating func column(_ name: StaticString, _ value: String)
    /// A column of type int; what 32 bits do not hold is brought to the nearest that they do.
    mutating func column(_ name: StaticString, _ value: Int)
    /// A column of type long.
    mutating func column(_ name: StaticString, long value: Int64)
    mutating func column(_ name: StaticString, _ value: Bool)
    /// A finite number.
    mutating func column(_ name: StaticString, _ value: Double)
    mutating func column(_ name: StaticString, _ value: LogTimestamp)
    /// An address as text; empty where there is none.
    mutating func column(_ name: StaticString, _ address: IPAddress?)
}
