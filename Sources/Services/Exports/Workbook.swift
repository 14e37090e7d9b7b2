// SPDX-License-Identifier: Apache-2.0
import Values

/// One sheet of cells as an XLSX file, which spreadsheet programs open.
///
/// - Source: ECMA-376, Office Open XML, parts SpreadsheetML and OPC.
struct Workbook {
    /// What stands in a cell. Texts are texts, whatever they look like: no program takes one for a formula.
    enum Cell {
        case empty
        case text(String)
        /// A number with the format in which it is shown, such as `0.0%`.
        case number(FixedDecimal, format: String)
        case date(CalendarDate)
        /// A local moment: the day, and the microseconds since its beginning.
        case moment(CalendarDate, microseconds: Int64)
    }

    private let title: String
    private var rows: [String] = []
    private var formats: [String] = []
    private var widths: [Int] = []

    /// - Parameter title: The name of the sheet.
    init(title: String) {
        let allowed = title.filter { !"[]:*?/\\'".contains($0) }
        self.title = allowed.isEmpty ? "Sheet" : String(allowed.prefix(31))
    }

    /// Adds a row.
    mutating func add(_ cells: [Cell], isHeading: Bool = false) {
        let number = rows.count + 1
        var row = "<row r=\"\(number)\">"
        for (index, cell) in cells.enumerated() {
            row += xml(cell, "\(columnName(index))\(number)", isHeading: isHeading)
            if index == widths.count { widths.append(8) }
            widths[index] = min(max(widths[index], width(of: cell)), 60)
        }
        rows.append(row + "</row>")
    }

    /// The whole file.
    var file: [UInt8] {
        var archive = ZipArchive()
        for (name, contents) in parts { archive.add(name, Array((heading + contents).utf8)) }
        return archive.file
    }

    private mutating func xml(_ cell: Cell, _ place: String, isHeading: Bool) -> String {
        switch cell {
        case .empty: return ""
        case .text(let text):
            let style = isHeading ? " s=\"1\"" : ""
            return
                "<c r=\"\(place)\"\(style) t=\"inlineStr\"><is><t xml:space=\"preserve\">\(escaped(text))</t></is></c>"
        case .number(let number, let format):
            return "<c r=\"\(place)\" s=\"\(style(format))\"><v>\(number)</v></c>"
        case .date(let date):
            return "<c r=\"\(place)\" s=\"\(style("yyyy-mm-dd"))\"><v>\(serial(date))</v></c>"
        case .moment(let date, let microseconds):
            let part = FixedDecimal(microseconds).divided(by: FixedDecimal(TimeSpan.microsecondsPerDay))
            let moment = part.flatMap { FixedDecimal(Int64(serial(date))).adding($0) } ?? FixedDecimal(0)
            return "<c r=\"\(place)\" s=\"\(style("yyyy-mm-dd hh:mm"))\"><v>\(moment)</v></c>"
        }
    }

    /// Days since the day before which the format counts none.
    private func serial(_ date: CalendarDate) -> Int { Int(date.dayNumber) + 25_569 }

    /// The place of a cell format among the styles; the first two are that of texts and that of headings.
    private mutating func style(_ format: String) -> Int {
        if let known = formats.firstIndex(of: format) { return known + 2 }
        formats.append(format)
        return formats.count + 1
    }

    private func width(of cell: Cell) -> Int {
        switch cell {
        case .empty: 0
        // An ideograph is as wide as two letters.
        case .text(let text): text.unicodeScalars.reduce(2) { $0 + ($1.value > 0x2E7F ? 2 : 1) }
        case .number(let number, _): min(number.description.utf8.count, 14) + 4
        case .date: 12
        case .moment: 18
        }
    }
}

// The files inside.
extension Workbook {
    private var heading: String { "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n" }

    private var parts: [(String, String)] {
        let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        let package = "http://schemas.openxmlformats.org/package/2006"
        let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        let type = "application/vnd.openxmlformats-officedocument.spreadsheetml"
        return [
            (
                "[Content_Types].xml",
                "<Types xmlns=\"\(package)/content-types\"><Default Extension=\"rels\" "
                    + "ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
                    + "<Override PartName=\"/xl/workbook.xml\" ContentType=\"\(type).sheet.main+xml\"/>"
                    + "<Override PartName=\"/xl/worksheets/sheet1.xml\" ContentType=\"\(type).worksheet+xml\"/>"
                    + "<Override PartName=\"/xl/styles.xml\" ContentType=\"\(type).styles+xml\"/></Types>"
            ),
            (
                "_rels/.rels",
                "<Relationships xmlns=\"\(package)/relationships\"><Relationship Id=\"r1\" "
                    + "Type=\"\(office)/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>"
            ),
            (
                "xl/workbook.xml",
                "<workbook xmlns=\"\(main)\" xmlns:r=\"\(office)\"><sheets>"
                    + "<sheet name=\"\(escaped(title))\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>"
            ),
            (
                "xl/_rels/workbook.xml.rels",
                "<Relationships xmlns=\"\(package)/relationships\"><Relationship Id=\"r1\" "
                    + "Type=\"\(office)/worksheet\" Target=\"worksheets/sheet1.xml\"/><Relationship Id=\"r2\" "
                    + "Type=\"\(office)/styles\" Target=\"styles.xml\"/></Relationships>"
            ),
            ("xl/styles.xml", styles(main)), ("xl/worksheets/sheet1.xml", sheet(main)),
        ]
    }

    private func sheet(_ namespace: String) -> String {
        let columns = widths.enumerated().map {
            "<col min=\"\($0 + 1)\" max=\"\($0 + 1)\" width=\"\($1)\" customWidth=\"1\"/>"
        }
        return "<worksheet xmlns=\"\(namespace)\"><sheetViews><sheetView workbookViewId=\"0\">"
            + "<pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews>"
            + (columns.isEmpty ? "" : "<cols>\(columns.joined())</cols>")
            + "<sheetData>\(rows.joined())</sheetData></worksheet>"
    }

    private func styles(_ namespace: String) -> String {
        // Numbers below 164 stand for formats that programs bring along.
        let numbers = formats.enumerated().map {
            "<numFmt numFmtId=\"\($0 + 164)\" formatCode=\"\(escaped($1))\"/>"
        }
        let cells = formats.indices.map {
            "<xf numFmtId=\"\($0 + 164)\" fontId=\"0\" fillId=\"0\" borderId=\"0\" applyNumberFormat=\"1\"/>"
        }
        return "<styleSheet xmlns=\"\(namespace)\">"
            + (numbers.isEmpty ? "" : "<numFmts count=\"\(numbers.count)\">\(numbers.joined())</numFmts>")
            + "<fonts count=\"2\"><font><sz val=\"11\"/><name val=\"Calibri\"/></font>"
            + "<font><b/><sz val=\"11\"/><name val=\"Calibri\"/></font></fonts>"
            + "<fills count=\"2\"><fill><patternFill patternType=\"none\"/></fill>"
            + "<fill><patternFill patternType=\"gray125\"/></fill></fills>"
            + "<borders count=\"1\"><border><left/><right/><top/><bottom/><diagonal/></border></borders>"
            + "<cellStyleXfs count=\"1\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>"
            + "<cellXfs count=\"\(cells.count + 2)\"><xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/>"
            + "<xf numFmtId=\"0\" fontId=\"1\" fillId=\"0\" borderId=\"0\" applyFont=\"1\"/>\(cells.joined())</cellXfs>"
            + "</styleSheet>"
    }
}

/// A, B, …, Z, AA, ….
private func columnName(_ index: Int) -> String {
    var (rest, name) = (index, "")
    repeat {
        name = String(Character(Unicode.Scalar(UInt8(65 + rest % 26)))) + name
        rest = rest / 26 - 1
    } while rest >= 0
    return name
}

/// Text as it stands in XML; characters that XML has no way to write are left out.
private func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "<": result += "&lt;"
        case ">": result += "&gt;"
        case "&": result += "&amp;"
        case "\"": result += "&quot;"
        case "\t", "\n", "\r": result.unicodeScalars.append(scalar)
        case "\u{20}"..."\u{D7FF}", "\u{E000}"..."\u{FFFD}", "\u{10000}"..."\u{10FFFF}":
            result.unicodeScalars.append(scalar)
        default: break
        }
    }
    return result
}
