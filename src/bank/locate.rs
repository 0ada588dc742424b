//! Where things stand in the text of a RON file.
//!
//! RON keeps no places once a value is read, so a fault found in the value is placed by walking a bare outline of the
//! text beside it: which field, which element, at which line and column. Nothing here knows what a bank is.

use std::fmt;
use std::iter::Peekable;
use std::str::Chars;

/// A place in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Place {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

impl Place {
    /// The very beginning.
    pub const START: Self = Self { line: 1, column: 1 };
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}", self.line, self.column)
    }
}

/// The outline of a RON text: every value with its place, and the field it fills.
#[derive(Debug)]
pub struct Locator<'a> {
    nodes: Vec<Node<'a>>,
}

/// A value. Links instead of lists of children: a large file has very many values and most have no children.
#[derive(Debug)]
struct Node<'a> {
    place: Place,
    key: &'a str,
    first: usize,
    last: usize,
    next: usize,
}

/// No node; the document itself is node 0 and nobody's child or neighbour.
const NONE: usize = 0;

/// A value in the outline, from which one goes on to its fields and elements.
#[derive(Clone, Copy, Debug)]
pub struct Spot<'l> {
    nodes: &'l [Node<'l>],
    at: usize,
}

impl<'a> Locator<'a> {
    /// Outlines a text. Text that is no RON gives an outline too, only not a useful one.
    pub fn new(source: &'a str) -> Self {
        let mut nodes = vec![Node { place: Place::START, key: "", first: NONE, last: NONE, next: NONE }];
        let mut open = vec![0];
        let mut key = "";
        let mut tokens = Lexer::new(source).peekable();
        while let Some((place, token)) = tokens.next() {
            let after = tokens.peek().map(|(_, token)| *token);
            let parent = open.last().copied().unwrap_or(0);
            match token {
                Token::Word(word) | Token::Quoted(word) if after == Some(Token::Colon) => key = word,
                // `Some(x)` and `x` mean the same, so they share one place in the outline.
                Token::Word("Some") if after == Some(Token::Open) => {
                    tokens.next();
                    open.push(parent);
                }
                Token::Word(_) if after == Some(Token::Open) => {
                    tokens.next();
                    open.push(add(&mut nodes, parent, place, key));
                    key = "";
                }
                Token::Word(_) | Token::Quoted(_) => {
                    add(&mut nodes, parent, place, key);
                    key = "";
                }
                Token::Open => {
                    open.push(add(&mut nodes, parent, place, key));
                    key = "";
                }
                Token::Close => {
                    open.pop();
                    key = "";
                }
                Token::Comma => key = "",
                Token::Colon => {}
            }
        }
        Self { nodes }
    }

    /// The value that the text holds. Attributes such as `#![enable(...)]` come before it.
    pub fn root(&self) -> Spot<'_> {
        Spot { nodes: &self.nodes, at: self.nodes.first().map_or(NONE, |document| document.last) }
    }
}

fn add<'a>(nodes: &mut Vec<Node<'a>>, parent: usize, place: Place, key: &'a str) -> usize {
    let id = nodes.len();
    nodes.push(Node { place, key, first: NONE, last: NONE, next: NONE });
    let elder = nodes[parent].last;
    if elder == NONE {
        nodes[parent].first = id;
    } else {
        nodes[elder].next = id;
    }
    nodes[parent].last = id;
    id
}

impl Spot<'_> {
    /// Where the value begins.
    pub fn place(self) -> Place {
        self.nodes.get(self.at).map_or(Place::START, |node| node.place)
    }

    /// The value of this field; the spot itself if the field is left out, so that a place near by is never lacking.
    #[must_use]
    pub fn field(self, name: &str) -> Self {
        self.children().find(|child| child.nodes[child.at].key == name).unwrap_or(self)
    }

    /// Whether this field is there.
    pub fn has(self, name: &str) -> bool {
        self.children().any(|child| child.nodes[child.at].key == name)
    }

    /// The elements in order, for walking beside a list; after the last one the list itself, without end.
    pub fn elements(self) -> impl Iterator<Item = Self> {
        self.children().chain(std::iter::repeat(self))
    }

    fn children(self) -> impl Iterator<Item = Self> {
        let mut next = self.nodes.get(self.at).map_or(NONE, |node| node.first);
        std::iter::from_fn(move || {
            if next == NONE {
                return None;
            }
            let child = Self { nodes: self.nodes, at: next };
            next = self.nodes[next].next;
            Some(child)
        })
    }
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Token<'a> {
    /// An identifier or a number.
    Word(&'a str),
    /// A string or a character, without its quotes, escapes as they stand.
    Quoted(&'a str),
    /// `(`, `[` or `{`.
    Open,
    /// `)`, `]` or `}`.
    Close,
    Colon,
    Comma,
}

struct Lexer<'a> {
    source: &'a str,
    chars: Peekable<Chars<'a>>,
    offset: usize,
    place: Place,
}

impl<'a> Lexer<'a> {
    fn new(source: &'a str) -> Self {
        Self { source, chars: source.chars().peekable(), offset: 0, place: Place::START }
    }

    fn bump(&mut self) -> Option<char> {
        let c = self.chars.next()?;
        self.offset += c.len_utf8();
        if c == '\n' {
            self.place = Place { line: self.place.line + 1, column: 1 };
        } else {
            self.place.column += 1;
        }
        Some(c)
    }

    fn rest(&self) -> &'a str {
        &self.source[self.offset..]
    }

    fn bump_while(&mut self, keep: impl Fn(char) -> bool) -> &'a str {
        let start = self.offset;
        while self.chars.next_if(|c| keep(*c)).is_some_and(|c| {
            self.offset += c.len_utf8();
            self.place.column += 1;
            true
        }) {}
        &self.source[start..self.offset]
    }

    /// The rest of a block comment, whose first `/*` is still ahead; they nest.
    fn block_comment(&mut self) {
        let mut depth = 0_usize;
        loop {
            let step = if self.rest().starts_with("/*") {
                depth += 1;
                true
            } else if self.rest().starts_with("*/") {
                depth -= 1;
                true
            } else {
                false
            };
            if self.bump().is_none() || (step && self.bump().is_none()) || depth == 0 {
                return;
            }
        }
    }

    /// The rest of a literal after its opening quote.
    fn quoted(&mut self, quote: char) -> Token<'a> {
        let start = self.offset;
        loop {
            let end = self.offset;
            match self.bump() {
                // Whatever is escaped, the character after the backslash does not end the literal.
                Some('\\') => {
                    self.bump();
                }
                Some(c) if c != quote => {}
                _ => return Token::Quoted(&self.source[start..end]),
            }
        }
    }

    /// The rest of a raw string after its `r`: no escapes, ends at a quote and as many `#` as it began with.
    fn raw(&mut self) -> Token<'a> {
        let hashes = self.bump_while(|c| c == '#');
        self.bump();
        let start = self.offset;
        loop {
            let end = self.offset;
            match self.bump() {
                Some('"') if self.rest().starts_with(hashes) => {
                    for _ in 0..hashes.len() {
                        self.bump();
                    }
                    return Token::Quoted(&self.source[start..end]);
                }
                Some(_) => {}
                None => return Token::Quoted(&self.source[start..end]),
            }
        }
    }

    /// A word, or the literal that its first letters announce: `r"..."`, `b"..."`, `br#"..."#`, `r#name`.
    fn word(&mut self) -> Token<'a> {
        let rest = self.rest();
        if rest.starts_with("b\"") || rest.starts_with("b'") {
            self.bump();
            return match self.bump() {
                Some(quote) => self.quoted(quote),
                None => Token::Quoted(""),
            };
        }
        let prefix = if rest.starts_with("br") { 2 } else { usize::from(rest.starts_with('r')) };
        let tail = &rest[prefix..];
        if prefix > 0 && tail.trim_start_matches('#').starts_with('"') {
            for _ in 0..prefix {
                self.bump();
            }
            return self.raw();
        }
        if prefix > 0 && tail.starts_with('#') {
            for _ in 0..=prefix {
                self.bump();
            }
        }
        Token::Word(self.bump_while(is_word))
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '_' | '.' | '+' | '-')
}

impl<'a> Iterator for Lexer<'a> {
    type Item = (Place, Token<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let place = self.place;
            let c = *self.chars.peek()?;
            let token = match c {
                '(' | '[' | '{' => Token::Open,
                ')' | ']' | '}' => Token::Close,
                ':' => Token::Colon,
                ',' => Token::Comma,
                '"' | '\'' => {
                    self.bump();
                    return Some((place, self.quoted(c)));
                }
                _ if is_word(c) => return Some((place, self.word())),
                '/' if self.rest().starts_with("//") => {
                    self.bump_while(|c| c != '\n');
                    continue;
                }
                '/' if self.rest().starts_with("/*") => {
                    self.block_comment();
                    continue;
                }
                // Blanks, and what only stands in attributes or in text that is no RON.
                _ => {
                    self.bump();
                    continue;
                }
            };
            self.bump();
            return Some((place, token));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(spot: Spot<'_>) -> (usize, usize) {
        (spot.place().line, spot.place().column)
    }

    #[test]
    fn fields_and_elements_are_found_where_they_stand() {
        let text = "(a: \"x\",\n  list: [(b: 1), (b: 2)],\n  c: Choice(scale: \"s\"))";
        let locator = Locator::new(text);
        let root = locator.root();
        assert_eq!(at(root), (1, 1));
        assert_eq!(at(root.field("a")), (1, 5));
        let places: Vec<_> = root.field("list").elements().take(4).map(|e| at(e.field("b"))).collect();
        assert_eq!(places, [(2, 14), (2, 22), (2, 9), (2, 9)], "after the last element: the list");
        assert_eq!(at(root.field("c")), (3, 6));
        assert_eq!(at(root.field("c").field("scale")), (3, 20));
        assert_eq!(at(root.field("none")), (1, 1), "a field that is left out: what it is left out of");
    }

    #[test]
    fn strings_hide_what_is_in_them() {
        let text =
            r###"(a: "\"), b: (", r: r#"" b: "# , q: '"', e: '\'', h: r##"x"# y"##, k: b"\"", b: 1)"###;
        let locator = Locator::new(text);
        let root = locator.root();
        assert_eq!(at(root.field("b")).1, text.find("1)").unwrap() + 1);
        assert_eq!(at(root.field("h")).1, text.find("r##").unwrap() + 1);
        assert_eq!(root.children().count(), 7);
    }

    #[test]
    fn comments_are_passed_over() {
        let text = "// a: 1\n/* a: 2 /* a: 3 */ a: 4 */ (a: /* \" */ 5, // b: 6\n b: 7)";
        let locator = Locator::new(text);
        assert_eq!(at(locator.root().field("a")), (2, 40));
        assert_eq!(at(locator.root().field("b")), (3, 5));
    }

    #[test]
    fn an_optional_value_is_the_same_with_and_without_some() {
        let locator = Locator::new("(a: Some((b: 1)), c: Some(\"x\"), d: (b: 2))");
        assert_eq!(at(locator.root().field("a").field("b")), (1, 14));
        assert_eq!(at(locator.root().field("c")), (1, 27));
        assert_eq!(at(locator.root().field("d").field("b")), (1, 40));
    }

    #[test]
    fn attributes_names_raw_names_and_wide_characters() {
        let locator = Locator::new("#![enable(implicit_some)]\nBank(é: \"日本\", r#ref: \"x\")");
        assert_eq!(at(locator.root()), (2, 1));
        assert_eq!(at(locator.root().field("ref")), (2, 22));
    }

    #[test]
    fn broken_text_is_outlined_all_the_same() {
        for text in
            ["", ")))", "(a:", "\"", "r#\"", "/*", "/* /*", "'", "b", "br#", "r", "{{{[", "#!", "'\\", "b'"]
        {
            let _ = Locator::new(text).root().field("a").place();
        }
    }
}
