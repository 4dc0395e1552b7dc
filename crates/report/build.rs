//! Checks that the fonts the paper embeds have been fetched, and says how to when they have not.

use std::path::Path;

const FONTS: [&str; 4] = [
    "Inter_400Regular.ttf",
    "Inter_400Regular_Italic.ttf",
    "Inter_600SemiBold.ttf",
    "Inter_700Bold.ttf",
];

fn main() -> Result<(), String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../assets/built/fonts");
    for font in FONTS {
        let file = folder.join(font);
        println!("cargo::rerun-if-changed={}", file.display());
        if !file.is_file() {
            return Err(format!(
                "the font assets/built/fonts/{font} is missing: run assets/build.sh first (make tools installs npm)"
            ));
        }
    }
    Ok(())
}
