//! A country that does not exist: its regions, institutions and posts, and in what they differ.
//!
//! Everything here is invented and named so that it can be taken for nothing else. Not here: the persons.

/// The country.
pub(super) const COUNTRY: &str = "Exampleland";

/// Its regions. The first is weak in forensic techniques: one thing for an analyst to find.
pub(super) const REGIONS: [&str; 5] =
    ["Northern Region", "Eastern Region", "Southern Region", "Western Region", "Capital District"];

/// The place in [`REGIONS`] of the region that is weak in forensic techniques.
pub(super) const WEAK_IN_FORENSICS: usize = 0;

/// The place in [`REGIONS`] of the one where headquarters are.
pub(super) const CAPITAL: usize = 4;

/// A kind of post, of which many people hold one.
#[derive(Debug)]
pub(super) struct Post {
    /// Code of the function.
    pub(super) function: &'static str,
    /// Kind of stakeholder.
    pub(super) stakeholder: &'static str,
    /// Institution.
    pub(super) institution: &'static str,
    /// Unit.
    pub(super) unit: &'static str,
    /// Levels at which there are such posts.
    pub(super) levels: &'static [&'static str],
    /// How often such people are interviewed, against the others.
    pub(super) weight: u32,
    /// How much better than others the unit knows the techniques, in steps of the rating scale.
    pub(super) skill: f64,
    /// How far its practice stays behind what it knows, in steps.
    pub(super) gap: f64,
    /// How much better its managers see it than it sees itself, in steps.
    pub(super) flattery: f64,
}

const LOCAL: &[&str] = &["local", "local", "regional"];
const BOTH: &[&str] = &["local", "regional"];
const UPPER: &[&str] = &["regional", "regional", "national"];
const NATIONAL: &[&str] = &["national"];
const ABROAD: &[&str] = &["international"];

/// All kinds of post.
pub(super) const POSTS: [Post; 23] = [
    post(
        ("specialist_investigator", "a", 13),
        "Example National Police",
        "Anti-Trafficking Unit",
        UPPER,
        [0.8, 0.2, 0.1],
    ),
    post(
        ("investigator", "a", 15),
        "Example National Police",
        "General Crime Squad",
        LOCAL,
        [-0.2, 0.9, 1.8],
    ),
    post(("patrol_officer", "b", 11), "Example National Police", "Patrol Command", LOCAL, [-0.7, 0.5, 1.4]),
    post(("analyst", "a", 5), "Example National Police", "Criminal Analysis Office", UPPER, [0.3, 0.3, 0.3]),
    post(("trainer", "a", 3), "Example Police Academy", "Detective School", NATIONAL, [0.3, 0.6, 0.2]),
    post(("border_police", "b", 8), "Example Border Guard", "Border Checks Section", BOTH, [-0.3, 0.4, 1.2]),
    post(
        ("asylum_police", "b", 4),
        "Example Border Guard",
        "Asylum Reception Section",
        BOTH,
        [-0.5, 0.4, 0.6],
    ),
    post(
        ("prosecutor", "c", 6),
        "Prosecution Service of Exampleland",
        "Organized Crime Department",
        UPPER,
        [0.4, 0.3, 0.3],
    ),
    post(
        ("prosecutor", "c", 6),
        "Prosecution Service of Exampleland",
        "District Prosecution Office",
        LOCAL,
        [-0.3, 0.5, 0.6],
    ),
    post(("judge", "c", 3), "Courts of Exampleland", "Regional Court", &["regional"], [0.1, 0.4, 0.3]),
    post(("judge", "c", 3), "Courts of Exampleland", "District Court", &["local"], [-0.5, 0.5, 0.4]),
    post(
        ("labour_inspector", "b", 6),
        "Labour Inspectorate of Exampleland",
        "Field Inspection",
        BOTH,
        [-0.4, 0.4, 0.5],
    ),
    post(
        ("immigration_customs", "b", 5),
        "Entry and Residence Agency",
        "Visa and Residence Office",
        BOTH,
        [-0.5, 0.3, 0.5],
    ),
    post(
        ("ministry_official", "d", 4),
        "Ministry of the Interior of Exampleland",
        "Policy Department",
        NATIONAL,
        [0.0, 0.5, 0.4],
    ),
    post(
        ("ministry_official", "d", 3),
        "Ministry of Social Affairs of Exampleland",
        "Protection Department",
        NATIONAL,
        [-0.2, 0.4, 0.4],
    ),
    post(
        ("ministry_official", "d", 3),
        "Ministry of Justice of Exampleland",
        "Legislation Department",
        NATIONAL,
        [0.0, 0.4, 0.3],
    ),
    post(
        ("service_provider", "b", 5),
        "Example Social Service",
        "Counselling Centre",
        BOTH,
        [-0.2, 0.2, 0.4],
    ),
    post(("ngo", "e", 7), "Harbour Light Association (made up)", "Shelter Team", BOTH, [0.1, 0.2, 0.2]),
    post(("ngo", "e", 4), "Fair Work Advice Centre (made up)", "Outreach Team", LOCAL, [0.0, 0.2, 0.2]),
    post(
        ("international_organization", "f", 4),
        "Joint Mission to Exampleland (made up)",
        "Protection Section",
        ABROAD,
        [0.2, 0.2, 0.1],
    ),
    post(
        ("ministry_official", "g", 2),
        "National Working Group on Trafficking (made up)",
        "Secretariat",
        NATIONAL,
        [0.3, 0.3, 0.3],
    ),
    post(
        ("specialist_investigator", "g", 2),
        "Joint Task Force East (made up)",
        "Operations Team",
        &["regional"],
        [0.7, 0.3, 0.2],
    ),
    post(
        ("donor", "h", 3),
        "Example Development Fund (made up)",
        "Justice Programme",
        ABROAD,
        [0.0, 0.2, 0.1],
    ),
];

/// `(function, stakeholder, weight)` say who it is, `[skill, gap, flattery]` in what it differs.
const fn post(
    (function, stakeholder, weight): (&'static str, &'static str, u32),
    institution: &'static str,
    unit: &'static str,
    levels: &'static [&'static str],
    [skill, gap, flattery]: [f64; 3],
) -> Post {
    Post { function, stakeholder, institution, unit, levels, weight, skill, gap, flattery }
}

/// What somebody with this function calls themselves, and the key of the words for what they do.
pub(super) fn calling(function: &str) -> (&'static str, &'static str) {
    match function {
        "patrol_officer" => ("a patrol officer", "duties patrol"),
        "border_police" => ("a border officer", "duties border"),
        "asylum_police" => ("an officer at the asylum reception", "duties border"),
        "investigator" => ("a detective", "duties police"),
        "specialist_investigator" => ("a detective for trafficking cases", "duties police"),
        "prosecutor" => ("a prosecutor", "duties court"),
        "judge" => ("a judge", "duties judge"),
        "analyst" => ("an analyst", "duties analyst"),
        "trainer" => ("a trainer of detectives", "duties office"),
        "labour_inspector" => ("a labour inspector", "duties border"),
        "immigration_customs" => ("an immigration official", "duties border"),
        "service_provider" => ("a counsellor", "duties help"),
        "ngo" => ("a caseworker", "duties help"),
        "international_organization" => ("a protection officer", "duties office"),
        "donor" => ("a programme officer", "duties office"),
        _ => ("an official", "duties office"),
    }
}

/// What a rank comes to, as one says it of oneself.
pub(super) fn standing(rank: &str) -> &'static str {
    match rank {
        "junior_manager" => "head of a small team",
        "mid_manager" => "head of a section",
        "senior_manager" => "in charge of the whole department",
        _ => "without staff of my own",
    }
}

/// The institutions that people in a unit speak of: all but their own.
pub(super) fn partners(of: &str) -> Vec<&'static str> {
    let mut all: Vec<&'static str> = Vec::new();
    for post in &POSTS {
        if post.institution != of && !all.contains(&post.institution) {
            all.push(post.institution);
        }
    }
    all
}

/// An institution as people call it when they talk.
pub(super) fn nickname(institution: &str) -> &str {
    match institution {
        "Example National Police" => "the national police",
        "Example Police Academy" => "the academy",
        "Example Border Guard" => "the border guard",
        "Prosecution Service of Exampleland" => "the prosecution service",
        "Courts of Exampleland" => "the courts",
        "Labour Inspectorate of Exampleland" => "the labour inspectorate",
        "Entry and Residence Agency" => "the residence agency",
        "Ministry of the Interior of Exampleland" => "the interior ministry",
        "Ministry of Social Affairs of Exampleland" => "the social affairs ministry",
        "Ministry of Justice of Exampleland" => "the justice ministry",
        "Example Social Service" => "the social service",
        "Harbour Light Association (made up)" => "Harbour Light",
        "Fair Work Advice Centre (made up)" => "Fair Work",
        "Joint Mission to Exampleland (made up)" => "the Joint Mission",
        "National Working Group on Trafficking (made up)" => "the working group",
        "Joint Task Force East (made up)" => "the task force",
        "Example Development Fund (made up)" => "the development fund",
        other => other,
    }
}
