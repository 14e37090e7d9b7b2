// SPDX-License-Identifier: Apache-2.0
public import Diagnostics

extension Wording {
    /// What to write instead.
    public static func write(_ form: String) -> Wording { Wording("Write “\(form)”.", "请写作“\(form)”。") }

    /// A name like the unknown one.
    public static func meant(_ form: String) -> Wording { Wording("Did you mean “\(form)”?", "是不是“\(form)”？") }
}
