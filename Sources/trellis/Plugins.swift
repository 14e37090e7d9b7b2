// SPDX-License-Identifier: Apache-2.0
import ChineseIdentifiers
import Example
import PluginKit

/// What is compiled in besides the product's own parts; a further plugin is one line here and one in Package.swift.
let plugins: [any Plugin] = [
    ChineseIdentifiers(),
    ExamplePlugin(),
]
