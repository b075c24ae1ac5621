"""Words that tell what a name is: titles before people, and the nouns that organisations are called by."""

from __future__ import annotations

from briefing.intake.readers.result import words

#: Words of a title that stand before a name.
TITLES = words(
    "President Undersecretary Unification Vice Deputy First Second Prime Foreign Defence Defense "
    "Interior Finance Trade Energy "
    "Economy Economic Environment Health Justice Culture Education Agriculture Transport Information "
    "Oil Home Minister Secretary General Gen. Gen Cpl. Spc. Spc Pfc. Lt. Lt Lieutenant Col. Col "
    "Colonel Maj. Maj Major "
    "Adm. Adm Admiral Capt. Capt Captain Cmdr. Cmdr Commander Sgt. Sgt Sergeant Brig. Brig Brigadier "
    "Marshal Field Corporal Ambassador Envoy Special Representative Rep. Rep Chancellor "
    "Chancellor-designate Senator Sen. Sen Congressman Congresswoman Governor Gov. Gov Mayor "
    "Councillor Councilman King Queen Prince Princess Duke Duchess Crown Emperor Emir Sultan Sheikh "
    "Shaikh Sheikha Shah Ayatollah Imam Mullah Pope Cardinal Archbishop Bishop Patriarch Metropolitan "
    "Rabbi Rev. Rev Reverend Father Sister Dr. Dr Doctor Mr. Mr Mrs. Mrs Ms. Ms Miss Mx Sir Lord Lady "
    "Dame Baroness Baron Viscount Count Professor Prof. Prof Judge Justice Magistrate Chairman "
    "Chairwoman Chairperson Chair Chief Director Premier Leader Speaker Spokesman Spokeswoman "
    "Spokesperson Attorney Detective Inspector Superintendent Constable Officer Sheriff Commissioner "
    "Comrade Taoiseach Rear Commodore Ensign "
    "Rear-Admiral Vice-Admiral Brigadier-General "
    "Acting Former Ex-President Interim Under Undersecretary Under-Secretary "
    "Assistant Associate Permanent Principal Senior Junior Executive Managing Head Coach Commandant "
    "Commander-in-Chief Vice-President Vice-Chancellor Secretary-General Director-General "
    "Attorney-General Major-General Lieutenant-General Democrat Republican Majority Minority Press "
    "National State Presidential Counsel Counsellor Advisor Adviser HE HM HRH H.E. Excellency Majesty "
    "Highness Honourable Honorable Hon. Hon Private Pvt. Petty Airman Seaman Pilot Editor Analyst "
    "Correspondent Author Actor Actress Singer Captain-General Hajj Haji Sayyid Sayyed Ustad Maulana "
    "Master Chairman-designate"
)
#: Those of them after which a single word is a family name.
STRONG_TITLES = words(
    "President Minister Secretary Gen. Gen General Lt. Lt Lieutenant Col. Col Colonel Maj. Adm. Adm "
    "Admiral Capt. Capt Captain Cmdr. Commander Sgt. Sgt Sergeant Brig. Brigadier Marshal Ambassador "
    "Envoy Undersecretary Rep. Rep Representative Chancellor Senator Sen. Sen Congressman "
    "Congresswoman Governor "
    "Gov. Gov Mayor King Queen Prince Princess Emperor Emir Sultan Sheikh Shaikh Ayatollah Imam "
    "Mullah Pope Cardinal Archbishop Bishop Patriarch Rabbi Rev. Rev Reverend Dr. Dr Doctor Mr. Mr "
    "Mrs. Mrs Ms. Ms Miss Sir Lord Lady Dame Baroness Baron Professor Prof. Prof Judge Justice "
    "Chairman Chairwoman Premier Speaker Detective Inspector Superintendent Officer Sheriff "
    "Commissioner Comrade Taoiseach Attorney Director Advisor Adviser Coach Vice-President "
    "Secretary-General Director-General Major-General Lieutenant-General Spokesman Spokeswoman "
    "Spokesperson Leader Marshal Commodore Rear-Admiral Vice-Admiral Brigadier-General"
)
#: Nouns in small letters by which people are told apart, as alternatives of a pattern.
PERSON_NOUNS = (
    "minister|president|premier|chancellor|leader|spokes(?:man|woman|person)|secretary|ambassador|envoy|"
    "governor|mayor|senator|lawmaker|general|admiral|colonel|commander|chief|head|director|chairman|"
    "chairwoman|chair|founder|economist|professor|adviser|advisor|analyst|author|editor|lawyer|attorney|"
    "journalist|reporter|official|diplomat|negotiator|commissioner|representative|officer|judge|"
    "prosecutor|activist|researcher|scientist|expert|fellow|scholar|historian|candidate|king|queen|prince|"
    "princess|bishop|cleric|imam|captain|manager|owner|engineer|doctor|teacher|student|writer|poet|"
    "artist|widow|wife|husband|son|daughter|brother|sister|father|mother"
)
#: Nouns that make an office when no name follows: "the Foreign Minister".
OFFICES = words(
    "President Minister Secretary Ambassador Envoy Chancellor Governor Mayor King Queen Premier "
    "Speaker Commander Chairman Chairwoman Director Commissioner Spokesman Spokeswoman Spokesperson "
    "Secretary-General Director-General Taoiseach Pope Emir Sultan Representative Leader "
    "Attorney-General Vice-President Prince"
)
#: What may follow "of" or "for" in a title: "Secretary of State", "Minister of Foreign Affairs".
REALMS = words(
    "State Defence Defense Foreign Affairs Interior Finance Justice Trade Treasury Energy Health "
    "Education Labour Labor Commerce Agriculture Transport Culture Environment Security Homeland "
    "Staff Economy Intelligence Oil Information Tourism Parliament Police Exchequer"
)
#: The noun at the end (before "of": at the beginning) by which an organisation is called.
BODIES = words(
    "Ministry Department Agency Agencies Council Committee Commission Commissions Party Army Navy "
    "Force Forces Corps Command Guard Guards Police University College School Institute Institution "
    "Academy Center Centre Foundation Fund Bank Group Corporation Corp Corp. Company Co Co. Inc Inc. "
    "Ltd Ltd. LLC PLC plc Industries Holdings Airlines Airways News Times Post Journal Tribune Herald "
    "Gazette Telegraph Chronicle Review Magazine Radio Television TV Network Broadcasting Press "
    "Association Federation Confederation Union League Alliance Coalition Organization Organisation "
    "Front Brigade Brigades Battalion Division Regiment Squadron Militia Movement Congress Parliament "
    "Senate Assembly Cabinet Court Tribunal Office Bureau Service Services Authority Administration "
    "Board Secretariat Mission Embassy Consulate Government Treasury Church Society Trust Club Team "
    "Observatory Initiative Partnership Programme Program Staff Directorate Inspectorate Taskforce "
    "Laboratory Hospital Museum Library Republicans Democrats Resistance Campaign Delegation Legion "
    "Unit Units Branch Chamber Consortium Syndicate Workers Veterans Network Conference Forum Project "
    "Guild Monitor Observer Courier Examiner Inquirer Bulletin Dispatch"
)
#: The noun that says that a name is a place's.
GROUNDS = words(
    "Province Region District County City Town Village River Lake Sea Ocean Bay Gulf Strait Straits "
    "Island Islands Peninsula Mountain Mountains Mount Valley Desert Plateau Canal Dam Airport "
    "Airfield Harbour Harbor Port Bridge Street Avenue Road Square Park Border Crossing Coast Hills "
    "Heights Base Camp Governorate Oblast Prefecture Emirate Territory Territories Shoal Reef Sound "
    "Channel Cape Basin Forest Beach Hall House Palace Station Stadium Temple Mosque Cathedral Tower "
    "Pass Plain Plains Hotel Building"
)
#: Nouns in small letters after "Iraqi" or "the Syrian" that make a body of it.
STATE_BODIES = (
    "government|regime|army|military|navy|air force|armed forces|security forces|special forces|forces|"
    "troops|authorities|officials|parliament|cabinet|opposition|rebels|police|ministry|embassy|"
    "delegation|administration|leadership|intelligence|state media|state television|foreign ministry|"
    "defence ministry|defense ministry|interior ministry|finance ministry|presidency|militias|militia|"
    "soldiers|diplomats|supreme court|constitutional court|high court|courts?|central bank|coast ?guard"
)
#: Words with a capital that are no part of a name: they begin sentences, or name days and months.
COMMON = words(
    "A About Above According Across Add Additionally Afraid After Afterwards Again Against Ago All "
    "Allied Almost Along Already Also Although Always Amid Among An And Another Any Anyone Anything "
    "Apart Are Around As Aside Ask Asked At Away Back Based Be Because Become Been Before Behind "
    "Being Below Beside Besides Between Beyond Big Both But By Call Can Certain Certainly Clearly "
    "Come Consequently Could Critics Currently Day Dear Despite Did Do Does Doing Done Down Due "
    "During Each Earlier Early Either Elsewhere End Enough Especially Even Ever Every Everyone "
    "Everything Everywhere Exactly Except Far Few Fewer Finally Find First Five Follow Following For "
    "Former Fortunately Four From Further Furthermore Get Given Giving Go Going Good Great Had Half "
    "Hard Has Have Having He Hello Help Hence Her Here Hers Herself High Him Himself His Historically "
    "How However I If Image Immediately In Including Indeed Initially Inside Instead Into Is It Its "
    "Itself Just Keep Key Last Lastly Late Later Latest Least Left Less Let Like Likewise Little "
    "Local Long Look Looking Lots Made Mainly Make Making Many Many May Maybe Me Meanwhile Might Mine "
    "More Moreover Most Mostly Much Must My Myself Near Nearly Neither Never Nevertheless New Next No "
    "Nobody None Nonetheless Nor Not Nothing Now Nowadays Obviously Of Off Officials Often Oh Ok Old "
    "On Once One Ones Only Onto Or Other Others Otherwise Our Ours Out Outside Over Overall Own Part "
    "Particularly People Perhaps Please Plus Police Previously Probably Providing Put Question "
    "Questions Quite Rather Read Really Recent Recently Regarding Reports Right Said Same Saying Says "
    "Second See Seen Separately Several She Shortly Should Similarly Since Six So Some Somebody "
    "Someone Something Sometimes Soon Sources Speaking Still Strengthening Such Sure Surely Take "
    "Taken Ten Than Thank Thanks That The Their Them Themselves Then There Thereafter Therefore These "
    "They Thing Things Think Third This Those Though Three Through Throughout Thus Till Time To Today "
    "Together Tomorrow Tonight Too Top Toward Towards Traditionally Twice Two Under Unfortunately "
    "Unless Unlike Until Up Upon Us Use Used Using Usually Very Via View Was Watch We Week Well Were "
    "What Whatever When Whenever Where Whereas Wherever Whether Which While Who Whoever Whole Whom "
    "Whose Why Widely Will With Within Without Would Year Years Yes Yesterday Yet You Young Your "
    "Yours Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May "
    "June July August September October November December Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct "
    "Nov Dec Christmas Easter Ramadan English Arabic God Internet Web Christian Christians Muslim "
    "Muslims Islam Islamic Jewish Jews Jew Sunni Shia Shiite Shi'ite Catholic Protestant Orthodox "
    "Buddhist Hindu Western West East North South Eastern Northern Southern Northeastern Northwestern "
    "Southeastern Southwestern Cold War World Covid COVID-19 AM PM TV CEO GDP DNA CD DVD HIV AIDS ID "
    "OK II III IV VI VII COVID WMD USD GMT EST EDT UTC MP MPs PhD BA IT PR HR NGO NGOs IED IEDs ICBM "
    "ICBMs KN FAQ URL PDF QA Q RSS DC D.C. BC AD Mr Mrs Ms Miss Sir Madam Mom Mum Dad Internet Online "
    "Photo Photos Video Copyright Advertisement Related Share Email E-mail Facebook Twitter"
)
