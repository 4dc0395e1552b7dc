//! What people come with and what is done for them: codes, how common they are, and what follows.

/// What somebody comes to A&E with.
#[derive(Debug)]
pub(crate) struct Presentation {
    /// Chief complaint and first diagnosis, SNOMED CT.
    pub complaint: &'static str,
    pub diagnosis: &'static str,
    pub injury: bool,
    /// Primary diagnosis of a stay, ICD-10.
    pub icd: &'static str,
    /// Whether care outside hospital can prevent the stay (NHS Outcomes Framework, indicators
    /// 2.3.i and 3a).
    pub sensitive: bool,
    /// For a symptom: the condition behind it that deeper coding finds.
    pub behind: Option<&'static str>,
    /// Main specialty of a stay.
    pub specialty: &'static str,
    pub resource_group: &'static str,
    /// How common it is below 16, below 65 and from there.
    pub weights: [f64; 3],
    /// How much commoner in winter.
    pub winter: f64,
    /// How much likelier a stay is, on the logistic scale.
    pub severity: f64,
}

impl Presentation {
    const fn new(
        codes: [&'static str; 3],
        follows: [&'static str; 2],
        weights: [f64; 3],
        severity: f64,
    ) -> Self {
        let [complaint, diagnosis, icd] = codes;
        let [specialty, resource_group] = follows;
        Self {
            complaint,
            diagnosis,
            injury: false,
            icd,
            sensitive: false,
            behind: None,
            specialty,
            resource_group,
            weights,
            winter: 1.0,
            severity,
        }
    }

    const fn injury(mut self) -> Self {
        self.injury = true;
        self
    }

    const fn sensitive(mut self) -> Self {
        self.sensitive = true;
        self
    }

    const fn behind(mut self, icd: &'static str) -> Self {
        self.behind = Some(icd);
        self
    }

    const fn winter(mut self, times: f64) -> Self {
        self.winter = times;
        self
    }
}

type P = Presentation;

/// Everything that people come with.
pub(crate) const PRESENTATIONS: [Presentation; 28] = [
    P::new(["29857009", "29857009", "R074"], ["300", "EB12C"], [0.3, 7.0, 7.0], 0.3).behind("I209"),
    P::new(["267036007", "13645005", "J441"], ["340", "DZ65J"], [0.0, 1.2, 5.5], 0.9)
        .sensitive()
        .winter(1.5),
    P::new(["267036007", "195967001", "J459"], ["340", "DZ15P"], [3.0, 1.3, 0.6], 0.2)
        .sensitive()
        .winter(1.2),
    P::new(["49727002", "233604007", "J189"], ["300", "DZ11V"], [1.5, 1.6, 5.5], 1.3).winter(1.5),
    P::new(["21522001", "21522001", "R104"], ["100", "FD05B"], [5.0, 8.5, 4.5], 0.2),
    P::new(["217082002", "5913000", "S720"], ["110", "HT12C"], [0.0, 0.2, 3.6], 3.5)
        .injury()
        .winter(1.1),
    P::new(["312608009", "312608009", "S619"], ["180", "HE71D"], [8.0, 7.5, 3.5], -2.2).injury(),
    P::new(["44465007", "44465007", "S934"], ["180", "HE52G"], [7.0, 6.5, 1.8], -3.0).injury(),
    P::new(["82271004", "82271004", "S099"], ["180", "AA26H"], [9.0, 4.5, 6.0], -0.9).injury(),
    P::new(["125605004", "65966004", "S525"], ["110", "HT54C"], [5.0, 3.5, 4.5], -0.9).injury(),
    P::new(["386661006", "34014006", "B349"], ["420", "PW20C"], [13.0, 1.5, 0.8], -0.5).winter(1.4),
    P::new(["49650001", "68566005", "N390"], ["300", "LA04S"], [1.5, 3.0, 5.5], 0.5).sensitive(),
    P::new(["271594007", "271594007", "R55X"], ["300", "EB08D"], [0.8, 3.0, 5.0], 0.4)
        .behind("I48X"),
    P::new(["13791008", "230690007", "I639"], ["300", "AA35C"], [0.0, 0.7, 3.5], 2.6),
    P::new(["80313002", "49436004", "I48X"], ["320", "EB07D"], [0.1, 1.2, 3.0], 0.6).sensitive(),
    P::new(["267036007", "84114007", "I509"], ["320", "EB03D"], [0.0, 0.4, 3.4], 2.0)
        .sensitive()
        .winter(1.2),
    P::new(["271807003", "128045006", "L031"], ["300", "JD07H"], [1.8, 2.6, 2.8], 0.2).sensitive(),
    P::new(["80394007", "44054006", "E101"], ["300", "KB02H"], [0.4, 0.8, 1.0], 1.4).sensitive(),
    P::new(["91175000", "84757009", "G409"], ["300", "AA26F"], [1.5, 1.6, 1.0], 0.7).sensitive(),
    P::new(["422400008", "25374005", "A099"], ["420", "PF21B"], [6.5, 2.5, 2.4], 0.0)
        .sensitive()
        .winter(1.3),
    P::new(["55680006", "55680006", "T391"], ["300", "WH04C"], [1.0, 2.8, 0.4], 0.9),
    P::new(["48694002", "197480006", "F419"], ["300", "WD02Z"], [0.8, 4.0, 1.0], -0.6),
    P::new(["161891005", "279039007", "M545"], ["110", "HC32H"], [0.4, 5.5, 3.6], -0.9),
    P::new(["25064002", "25064002", "R51X"], ["300", "AA31D"], [1.5, 4.0, 2.0], -0.3),
    P::new(["49727002", "4120002", "J219"], ["420", "PD15C"], [6.5, 0.0, 0.0], 0.5).winter(2.2),
    P::new(["386661006", "6142004", "J111"], ["300", "DZ22P"], [2.5, 1.4, 2.2], 0.2)
        .sensitive()
        .winter(3.0),
    P::new(["40917007", "52448006", "F03X"], ["430", "AA31C"], [0.0, 0.1, 3.0], 1.5).sensitive(),
    P::new(["267036007", "267036007", "R060"], ["300", "DZ19L"], [1.0, 2.8, 4.2], 0.6)
        .behind("J441"),
];

/// A specialty to which people are referred.
#[derive(Debug)]
pub(crate) struct Specialty {
    /// Treatment function.
    pub code: &'static str,
    /// How common below 16, below 65 and from there.
    pub weights: [f64; 3],
    /// How common among women against men.
    pub women: f64,
    /// Share of referrals for suspected cancer.
    pub two_week_wait: f64,
    /// Share of pathways that end with an admission.
    pub admitted: f64,
    /// How long people wait against the mean of all specialties.
    pub wait: f64,
    /// Share of admissions that are day cases.
    pub day_case: f64,
    /// Diagnosis of the usual stay.
    pub icd: &'static str,
    /// Procedures of the usual stay, OPCS-4; one of them each time.
    pub procedures: &'static [&'static str],
    /// Resource group of the usual stay.
    pub resource_group: &'static str,
    /// Price in pence of the usual stay, of a first appointment and of a follow-up.
    pub prices: [i32; 3],
}

const fn specialty(
    code: &'static str,
    weights: [f64; 3],
    shares: [f64; 5],
    (icd, procedures, resource_group): (&'static str, &'static [&'static str], &'static str),
    prices: [i32; 3],
) -> Specialty {
    let [women, two_week_wait, admitted, wait, day_case] = shares;
    Specialty {
        code,
        weights,
        women,
        two_week_wait,
        admitted,
        wait,
        day_case,
        icd,
        procedures,
        resource_group,
        prices,
    }
}

/// Specialties with their shares: women against men, two-week waits, admitted, wait, day cases.
pub(crate) const SPECIALTIES: [Specialty; 16] = [
    specialty(
        "100",
        [2.0, 8.0, 8.0],
        [1.1, 0.22, 0.32, 1.0, 0.68],
        ("K409", &["T202", "J183"], "FF62D"),
        [148_900, 17_600, 8_400],
    ),
    specialty(
        "101",
        [1.0, 4.5, 7.5],
        [0.5, 0.18, 0.30, 1.0, 0.72],
        ("N40X", &["M459", "M653"], "LB72A"),
        [94_200, 13_700, 7_400],
    ),
    specialty(
        "110",
        [7.0, 15.0, 15.0],
        [1.0, 0.01, 0.28, 1.25, 0.55],
        ("M171", &["W401", "V254", "W371"], "HN22E"),
        [372_400, 14_100, 7_100],
    ),
    specialty(
        "120",
        [9.0, 6.0, 5.0],
        [1.0, 0.14, 0.20, 1.05, 0.75],
        ("J350", &["F344", "D151"], "CA60C"),
        [121_500, 10_900, 6_100],
    ),
    specialty(
        "130",
        [6.0, 6.0, 19.0],
        [1.1, 0.01, 0.34, 1.05, 0.98],
        ("H251", &["C712"], "BZ34B"),
        [73_800, 12_200, 6_300],
    ),
    specialty(
        "160",
        [1.5, 2.5, 3.0],
        [1.0, 0.12, 0.45, 1.1, 0.80],
        ("C443", &["S065"], "JC42C"),
        [88_300, 11_100, 6_600],
    ),
    specialty(
        "301",
        [2.0, 7.0, 6.5],
        [1.1, 0.16, 0.28, 0.95, 0.99],
        ("K297", &["G451"], "FE22Z"),
        [42_300, 17_900, 9_800],
    ),
    specialty(
        "320",
        [1.0, 5.5, 9.0],
        [0.85, 0.01, 0.10, 0.9, 0.70],
        ("I251", &["K633"], "EY43F"),
        [136_800, 16_800, 9_200],
    ),
    specialty(
        "330",
        [7.0, 9.5, 8.5],
        [1.2, 0.34, 0.10, 0.8, 1.0],
        ("L570", &["S092"], "JC41Z"),
        [53_600, 11_600, 6_900],
    ),
    specialty(
        "340",
        [0.5, 2.5, 4.0],
        [1.0, 0.15, 0.06, 0.85, 0.90],
        ("G473", &["E498"], "DZ69B"),
        [59_100, 20_800, 11_700],
    ),
    specialty(
        "400",
        [1.0, 4.5, 4.0],
        [1.1, 0.03, 0.05, 1.05, 0.95],
        ("G35X", &["A559"], "AA30F"),
        [62_700, 21_100, 12_300],
    ),
    specialty(
        "410",
        [0.5, 4.0, 4.0],
        [1.6, 0.0, 0.05, 0.95, 0.98],
        ("M069", &["X921"], "HD23H"),
        [47_900, 19_500, 9_600],
    ),
    specialty(
        "420",
        [22.0, 0.0, 0.0],
        [1.0, 0.01, 0.03, 0.8, 0.90],
        ("P929", &["X362"], "PX57C"),
        [51_700, 20_300, 11_900],
    ),
    specialty(
        "430",
        [0.0, 0.1, 4.5],
        [1.2, 0.0, 0.02, 0.7, 0.50],
        ("R296", &["X601"], "WF01A"),
        [88_800, 23_400, 13_200],
    ),
    specialty(
        "502",
        [0.4, 8.0, 2.5],
        [60.0, 0.17, 0.20, 0.95, 0.70],
        ("N920", &["Q188", "Q078", "Q103"], "MA36Z"),
        [91_400, 14_300, 8_000],
    ),
    specialty(
        "840",
        [2.5, 3.0, 5.5],
        [1.1, 0.0, 0.0, 0.6, 1.0],
        ("H919", &["D139"], "CD05B"),
        [31_000, 9_600, 5_200],
    ),
];

/// Healthcare resource groups of A&E by acuity, with prices in pence (National tariff 2017/19,
/// rounded).
pub(crate) const AE_RESOURCE_GROUPS: [(&str, i32); 5] =
    [("VB01Z", 38_900), ("VB05Z", 26_600), ("VB08Z", 17_200), ("VB09Z", 12_800), ("VB11Z", 7_800)];

/// The age class of the weights above.
pub(crate) fn age_class(age: i32) -> usize {
    match age {
        ..16 => 0,
        16..65 => 1,
        _ => 2,
    }
}
