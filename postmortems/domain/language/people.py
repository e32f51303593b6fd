"""The words by which a text speaks of people, as data."""

from postmortems.domain.language.words import words

PRONOUNS = {
    "we": "we", "i": "we", "us": "we", "me": "we", "myself": "we", "ourselves": "we",
    "they": "they", "them": "they", "you": "you",
    "he": "person", "she": "person", "him": "person", "someone": "person", "somebody": "person",
    "anyone": "person", "anybody": "person", "everyone": "person", "everybody": "person",
    "whoever": "person",
}  # fmt: skip

# Nouns that name a person or a group of people.
ROLES = words("""engineer engineers operator operators developer developers dev devs admin admins administrator administrators
    sysadmin sysadmins responder responders sre sres team teams reviewer reviewers manager managers management intern interns
    contractor contractors dba dbas staff employee employees people person guy guys colleague colleagues coworker
    coworkers lead leads leadership commander author authors committer committers maintainer maintainers contributor
    contributors technician technicians programmer programmers tester testers analyst analysts architect architects
    owner owners consultant consultants individual individuals worker workers folks member members programmer
    oncall approver approvers director directors cto ceo cio cfo vp boss bosses supervisor supervisors executive executives
    devops ops qa crew newcomer hire hires teammate teammates human humans coder coders liaison scribe
    facilitator facilitators shift personnel staffer staffers official officials spokesperson spokesman spokeswoman
    officer officers auditor auditors board boards chief chiefs chairman chairwoman president regulator regulators
    manufacturer manufacturers designer designers director government council authority authorities ministry committee nurse nurses clerk clerks trader traders trustee trustees pilot pilots electrician electricians librarian webmaster postmaster sysop treasurer caretaker janitor foreman doctor doctors physician volunteer volunteers student students planners moderator moderators packager packagers founder founders accountant submitter submitters cso ciso coo technologist helpdesk trainee trainees freelancer freelancers dispatcher dispatchers captain captains signaller signallers
    surgeon surgeons pharmacist pharmacists teacher teachers lecturer lecturers professor professors minister ministers mayor bureaucrats politicians
    lawyer lawyers subcontractor subcontractors mechanic mechanics scientist scientists researcher researchers secretary superintendent instructor instructors
    predecessor predecessors organisers organizers integrator integrators reseller resellers desk desks noc nocs group department secops infosec pm pms leadership""")
# A role only behind an article or another word that makes it one ("the author", "the payments group").
SHY_ROLES = words(
    "desk desks noc nocs lead leads owner owners author authors member members shift group department human humans executive executives ops qa devops hire hires management pm pms dev devs admin admins architect analyst supervisor supervisors ceo cto coo officer officers official officials board boards chief chiefs president director directors authority authorities government council committee designer"
)

ORGANISATIONS = words("""vendor vendors supplier suppliers provider providers company companies organisation organization partner partners
    google amazon aws cloudflare github gitlab microsoft azure facebook meta apple oracle heroku fastly crowdstrike
    datadog atlassian slack okta digitalocean hetzner ovh linode twilio stripe netlify vercel akamai equifax knight
    boeing ibm crowdstrike solarwinds rackspace godaddy dreamhost salesforce reddit uber mozilla lastpass optus telstra
    circleci basecamp canonical valve parler tsb southwest sony samsung adobe cisco juniper verizon comcast rogers digicert symantec diginotar coinbase binance robinhood nintendo toyota vmware verisign firm firms corporation airline airlines agency agencies bank banks retailer retailers startup startups businesses
    hospital hospitals university universities college studio studios telco telcos insurer insurers registrar registrars railway railways municipality
    broadcaster broadcasters brokerage isp isps charity airport airports""")
# Organisations without a name: they count in small letters too.
UNNAMED = words(
    "vendor vendors supplier suppliers provider providers company companies partner partners organisation organization firm firms corporation airline airlines agency agencies bank banks "
    "retailer retailers startup startups businesses hospital hospitals university universities college studio studios telco telcos insurer insurers "
    "registrar registrars railway railways municipality broadcaster broadcasters brokerage isp isps charity airport airports"
)

DETERMINERS = words("""the a an our their my his her your this that these those some one two three another any each every both several
    many most few no other certain said which whose all""")

# Words that may stand between the article and the role: "the senior on-call database engineer".
BEFORE_ROLE = words("""junior senior new county city district borough on-call oncall on call release platform database db network sre devops security ops
    operations infrastructure infra support backend frontend back-end front-end data qa incident site reliability
    software systems system duty lead principal staff night day weekend core cloud storage payments payment billing
    product engineering development dev test testing responsible same previous former original
    inexperienced experienced careless incompetent lazy upper senior sloppy tired young untrained unqualified clueless reckless
    negligent irresponsible rogue overworked whole entire other third-party external internal individual fellow
    deployment deploy build web mobile api customer helpdesk it hosting hardware field maintenance company
    code change pull request primary secondary first second last team crew human unnamed unknown certain particular""")

# After one of these a role is only the first half of a thing: "operator pod", "team dashboard", "user service".
THINGS = words("""pod pods service services node nodes dashboard dashboards tool tools tooling interface account accounts console
    portal page pages api apis app apps application database db table tables job jobs process processes script scripts
    role roles group groups list lists field fields id ids key keys token tokens session sessions container containers
    controller controllers config configuration error errors mistake mistakes fault failure code image images binary
    deployment deployments crd crds manifest resource resources namespace cluster clusters chart version versions
    panel view views ui queue queues agent agents server servers system systems module modules library
    time hours hour machine machines laptop laptops workstation meeting meetings channel channels chat rotation schedule
    schedules policy policies experience satisfaction training handbook guide guides documentation docs review
    approval approvals permission permissions access privileges email emails inbox notes name names number size
    productivity velocity morale capacity bandwidth boundary boundaries structure effort efforts workflow workflows
    intervention judgement judgment factor factors resources operations level plane station readable input
    check attention interaction communication culture runbook runbooks checklist cost costs""")

GIVEN_NAMES = words("""aaron adam alan alex alice amy ana anders andrea andrew andy anna anne anthony arvid barbara ben bill bob brian
    bruno carl carla carlos carol charlie chris christian claire claudio colin craig dan daniel dave david dennis diana
    diego dmitri elena ellen emily emma eric erik eva evan felix fiona frank gary george grace greg hannah hans harry
    helen henry ian ingrid ivan jack jake james jamie jan jane janet jason javier jean jeff jenny jeremy jessica jim joan joe
    joel john jon jonas jonathan jose josh juan julia julie karen karl kate katie keith kelly ken kevin kim kris
    kyle lars laura lena leo liam linda lisa louis lucas luis luke maria marco mariano marie mario mark martin
    mary matt matthew maya megan michael miguel mike mohammed monica nadia nancy nathan neil nick nicole nina noah nora
    nova nóva olga oliver omar oscar pablo patricia patrick paul pavel pedro peter phil pietro priya rachel raj ravi rebecca
    renee richard rick rob robert roger ron rosa ruth ryan sally sam samir sandra sanjay sara sarah scott sean
    simon sofia sophie stefan steve steven sue susan sven tania tara ted teresa thomas tim tina todd tom tomas tony
    victor victoria vijay vincent walter wei wendy will william yuki yuvi yusuf zoe""")
# A manager of these is software.
MANAGED = words(
    "cluster package queue task session key password window memory resource lock connection file device secret secrets tag network volume transaction boot download"
)
# Given names that are words too: a name only with a capital letter inside a sentence.
SHY_NAMES = words(
    "will mark bill rob grace sue jack frank may nova art pat drew chase amber rose jan kim dan ray guy"
)

# Words after which a noun phrase has begun or that cannot be part of a role's name.
STOPS = words("""and or but of to in on at for with by from that who whom when while if because since as than then was were is
    are be been had has have did do does will would should could can may might must not so also
    about after before during until into over under between without within like via per""")

# Departments: actors only at the start of a sentence and before a verb.
DEPARTMENTS = words(
    "support engineering security operations marketing sales legal procurement finance infrastructure product platform networking"
)
