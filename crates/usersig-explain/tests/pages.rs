//! The pages name every word.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use usersig_explain::Word;

#[test]
fn every_word_is_on_the_pages() {
    for page in [include_str!("../README.md"), include_str!("../README.zh-CN.md")] {
        let mut last = 0;
        for word in Word::ALL {
            let at = page.find(&format!("`{}`", word.as_str())).unwrap_or_else(|| panic!("{}", word.as_str()));
            assert!(at > last, "{} is not in its place", word.as_str());
            last = at;
        }
    }
    // What a generator gets wrong: all but what happens on the way, and what is asked.
    for page in [include_str!("../../usersig/FORMAT.md"), include_str!("../../usersig/FORMAT.zh-CN.md")] {
        for word in Word::ALL.iter().filter(|word| (Word::StandardBase64..Word::OtherVersion).contains(word)) {
            assert!(page.contains(&format!("`{}`", word.as_str())), "{}", word.as_str());
        }
    }
}
