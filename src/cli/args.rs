//! The arguments, pure. The doc comments of fields and variants below are the help that the user reads, hence Chinese.

use crate::export::parts::{Format, Part};
use clap::builder::PossibleValue;
use clap::{ArgAction, Args as ClapArgs, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// 问看：巡察组的谈话与查阅助手，不联网，数据只在本机
#[derive(Debug, Parser)]
#[command(
    name = "wenkan",
    version,
    disable_version_flag = true,
    disable_help_flag = true,
    disable_help_subcommand = true,
    after_help = "不写命令时打开界面；FILE 省略时打开上次的轮次。\n\
                  口令在终端询问；脚本用 --passphrase-file 或环境变量 WENKAN_PASSPHRASE。\n\
                  退出码：0 完成，1 查出问题，2 用法不对，3 输入不被接受，4 文件打不开。"
)]
pub(super) struct Args {
    #[command(flatten)]
    pub(super) globals: Globals,
    /// 轮次文件
    #[arg(value_name = "FILE")]
    pub(super) file: Option<PathBuf>,
    #[command(subcommand)]
    pub(super) command: Option<Command>,
    /// 显示版本
    #[arg(short = 'V', long, action = ArgAction::Version)]
    version: Option<bool>,
}

/// What every command takes.
#[derive(Debug, ClapArgs)]
pub(super) struct Globals {
    /// 写入时以谁的名义（省略时为名单上的第一人）
    #[arg(long = "as", value_name = "INSPECTOR", global = true)]
    pub(super) acting: Option<String>,
    /// 从文件第一行读口令或恢复码
    #[arg(long, value_name = "F", global = true)]
    pub(super) passphrase_file: Option<PathBuf>,
    /// 不记下最近打开的文件
    #[arg(long, global = true)]
    pub(super) no_traces: bool,
    /// 显示帮助
    #[arg(short = 'h', long, global = true, action = ArgAction::Help)]
    help: Option<bool>,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// 写出虚构的示例轮次并打开
    Demo(Demo),
    /// 新建轮次
    New(New),
    /// 导入花名册或资料包
    Import(Import),
    /// 添加、列出、取出附件
    Attach(Attach),
    /// 检查还缺什么：没有问完的、没有看完的、底稿的错误
    Check(Check),
    /// 导出底稿、清单、谈话记录等材料
    Export(Export),
    /// 统计
    Stats(Stats),
    /// 查找文字
    Search(Search),
    /// 列出做过的事：何时、谁、做了什么，最近的在前
    Log(Log),
    /// 一条记录的改动经过：何时、谁、改了什么，原文与改后对照
    History(History),
    /// 测算党费：应缴多少，按哪份文件、哪一档
    Dues(Dues),
    /// 备份到另一个文件
    Backup(Backup),
    /// 从备份恢复：列出备份，把一份写到旁边，不覆盖现在的文件
    Restore(Restore),
    /// 核对文件是否完好
    Verify(Verify),
    /// 修复损坏的文件：读得出来的写成新的文件，列出丢失的
    Repair(Repair),
    /// 换口令，换恢复码
    #[command(name = "passphrase")]
    NewPassphrase(NewPassphrase),
    /// 按组长决定，从文件里隐去已转线索的原话
    Redact(Redact),
    /// 清除轮次、它的备份和导出的文件，写清理记录
    Wipe(Wipe),
    /// 解释一个代码或标记
    Explain(Explain),
    /// 工作法：检查、显示、更新
    Method(Method),
    /// 显示资料包的格式（JSON Schema）
    Schema,
    /// 检查本机环境
    Doctor,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Demo {
    /// 写到哪个文件夹（省略时在当前位置新建 wenkan-demo-N）
    #[arg(long, value_name = "DIR")]
    pub(super) dir: Option<PathBuf>,
    /// 只写出，不打开
    #[arg(long)]
    pub(super) no_open: bool,
}

#[derive(Debug, ClapArgs)]
pub(super) struct New {
    /// 要新建的文件，名称以 .wenkan 结尾
    #[arg(value_name = "FILE", required_unless_present = "print_profile")]
    pub(super) file: Option<PathBuf>,
    /// 轮次设置（名称、单位、组员等）
    #[arg(long, value_name = "FILE.toml", conflicts_with = "print_profile")]
    pub(super) profile: Option<PathBuf>,
    /// 显示一份可以照着改的轮次设置
    #[arg(long, conflicts_with_all = ["file", "method", "no_passphrase"])]
    pub(super) print_profile: bool,
    /// 使用这个文件夹里的工作法（省略时用内置的五问五看）
    #[arg(long, value_name = "DIR")]
    pub(super) method: Option<PathBuf>,
    /// 不设口令，文件不加密
    #[arg(long, conflicts_with = "passphrase_file")]
    pub(super) no_passphrase: bool,
}

#[derive(Debug, ClapArgs)]
#[command(subcommand_value_name = "类别", subcommand_help_heading = "类别")]
pub(super) struct Import {
    /// 轮次文件
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    #[command(subcommand)]
    pub(super) what: ImportWhat,
}

#[derive(Debug, Subcommand)]
pub(super) enum ImportWhat {
    /// 花名册：xlsx、xls、xlsb、ods、csv、txt
    People(ImportPeople),
    /// 资料包：bundle.json 或它所在的文件夹，只导入空的轮次文件
    Bundle(ImportBundle),
}

#[derive(Debug, ClapArgs)]
pub(super) struct ImportPeople {
    /// 花名册文件
    #[arg(value_name = "INPUT")]
    pub(super) input: PathBuf,
    /// 被巡察单位的代码或名称；写成 代码=名称 时，没有就新增；不写时按名册标题认
    #[arg(long, value_name = "CODE[=NAME]")]
    pub(super) unit: Option<String>,
    /// 单位性质（局、乡镇、街道、党群部门、学校、医院、事业单位、国企、垂管单位、公安、法院、检察院、村、社区）；不写时按名称判断
    #[arg(long, value_name = "KIND")]
    pub(super) unit_kind: Option<String>,
    /// 读哪张工作表：名称或第几张；可写多次，“全部”是都读；不写时读人最多的一张
    #[arg(long, value_name = "SHEET")]
    pub(super) sheet: Vec<String>,
    /// 表头在第几行；不写时自己找
    #[arg(long, value_name = "ROW")]
    pub(super) head_row: Option<usize>,
    /// 隐藏的、被筛选掉的行和列也读
    #[arg(long)]
    pub(super) hidden: bool,
    /// 指明某一列是什么，如 C=职务；可写多次
    #[arg(long, value_name = "COLUMN=FIELD")]
    pub(super) map: Vec<String>,
    /// 同名的人是谁，如 王强=A37、王强=new、王强=skip；可写多次
    #[arg(long, value_name = "NAME=CODE")]
    pub(super) same: Vec<String>,
    /// 改类别或政治面貌，如 王强=班子成员、李敏=中共党员；可写多次
    #[arg(long = "type", value_name = "NAME=TYPE")]
    pub(super) types: Vec<String>,
    /// 只显示会怎样，不写入
    #[arg(long)]
    pub(super) dry_run: bool,
}

#[derive(Debug, ClapArgs)]
pub(super) struct ImportBundle {
    /// bundle.json 或它所在的文件夹
    #[arg(value_name = "INPUT")]
    pub(super) input: PathBuf,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Attach {
    /// 轮次文件
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    /// 附在哪里：人员代号（如 A37）、底稿编号（预-LF-03）、单位代码或记录编号
    #[arg(value_name = "CODE|RECORD", required_unless_present_any = ["list", "out"])]
    pub(super) target: Option<String>,
    /// 要附的文件
    #[arg(value_name = "PATH", required_unless_present_any = ["list", "out"])]
    pub(super) path: Option<PathBuf>,
    /// 说明
    #[arg(long, value_name = "TEXT", conflicts_with_all = ["list", "out"])]
    pub(super) caption: Option<String>,
    /// 列出全部附件
    #[arg(long, conflicts_with_all = ["target", "path", "out"])]
    pub(super) list: bool,
    /// 把编号为 ID 的附件取出，存为 PATH
    #[arg(long, num_args = 2, value_names = ["ID", "PATH"], conflicts_with_all = ["target", "path"])]
    pub(super) out: Option<Vec<String>>,
}

/// What `check` looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum CheckPart {
    /// 必问问题和必看资料的覆盖情况
    Coverage,
    /// 底稿的错误和提醒
    Papers,
    /// 以前导出、有已转线索的话的文件
    Exports,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Check {
    /// 轮次文件
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    /// 只检查其中的：coverage（覆盖情况）、papers（底稿）、exports（以前导出的文件和备份）；几项用逗号隔开，或写几次
    #[arg(long, value_name = "PART", hide_possible_values = true, value_delimiter = ',')]
    pub(super) only: Vec<CheckPart>,
    /// 不检查，只核对一份打印的底稿：写编号和页脚上的内容校验，说明打印以后改没改
    #[arg(long, num_args = 2, value_names = ["NUMBER", "DIGITS"], conflicts_with = "only")]
    pub(super) print: Option<Vec<String>>,
    /// 删除以前导出、有已转线索的话、导出以后没有改过的文件
    ///
    /// 查的是轮次文件所在的文件夹和导出过的文件夹，连同里面各层。改过的、压缩包、附件的原件和备份只列出来，不删除；
    /// 别的文件夹、U 盘、邮箱和已经发出去的不查。
    #[arg(long, conflicts_with = "print")]
    pub(super) remove_exports: bool,
    /// 输出 JSON
    #[arg(long)]
    pub(super) json: bool,
}

impl ValueEnum for Part {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()).help(self.chinese()))
    }
}

impl ValueEnum for Format {
    fn value_variants<'a>() -> &'a [Self] {
        &Self::ALL
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()))
    }
}

#[derive(Debug, ClapArgs)]
pub(super) struct Export {
    /// 轮次文件
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    /// 写到哪个文件夹
    #[arg(long, value_name = "DIR")]
    pub(super) out: PathBuf,
    /// 只导出：papers（问题底稿）、list（问题清单）、suggestions（意见建议）、notices（立行立改通知书）、stats（统计）、
    /// interviews（谈话记录）、loans（调阅清单）、codes（代号对照表）、bundle（资料包）；几项用逗号隔开，或写几次
    #[arg(long, value_name = "PART", hide_possible_values = true, num_args = 1.., value_delimiter = ',')]
    pub(super) only: Vec<Part>,
    /// 只导出这种格式：docx、xlsx、json、md
    #[arg(long, value_name = "FORMAT", hide_possible_values = true)]
    pub(super) format: Option<Format>,
    /// 只导出这个人的谈话记录和谈话笔录：人员代号，如 A37、SLJ/A37；只要一次谈话的，写 访谈A37-2
    #[arg(long, value_name = "PERSON", conflicts_with_all = ["no_names", "format"])]
    pub(super) person: Option<String>,
    /// 不导出含有姓名的内容（即不写“内部”文件夹）
    #[arg(long)]
    pub(super) no_names: bool,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Stats {
    /// 轮次文件
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    /// 输出 JSON
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Search {
    /// 轮次文件
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    /// 要找的词；几个词都要出现
    #[arg(value_name = "WORDS", required = true)]
    pub(super) words: Vec<String>,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Log {
    /// 轮次文件
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    /// 最多列出几件
    #[arg(long, value_name = "N", default_value_t = 50, hide_default_value = true, value_parser = clap::value_parser!(u32).range(1..))]
    pub(super) limit: u32,
    /// 只列这名巡察干部做的
    #[arg(long, value_name = "INSPECTOR")]
    pub(super) by: Option<String>,
    /// 只列这一天及以后的，如 2026-03-09
    #[arg(long, value_name = "DATE")]
    pub(super) since: Option<String>,
    /// 输出 JSON
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, ClapArgs)]
pub(super) struct History {
    /// 轮次文件
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    /// 哪条记录：人员代号（如 A37、SLJ/A37）、谈话（访谈A37）、底稿编号（预-LF-03）、单位代码或记录编号；已删除的也可以
    #[arg(value_name = "RECORD")]
    pub(super) record: String,
    /// 输出 JSON
    #[arg(long)]
    pub(super) json: bool,
}

/// To what a sum of dues is rounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Round {
    /// 角
    Jiao,
    /// 分
    Fen,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Dues {
    /// 用这个轮次的工作法（省略时用内置的五问五看）
    #[arg(value_name = "FILE", conflicts_with = "method")]
    pub(super) file: Option<PathBuf>,
    /// 用这个文件夹里的工作法
    #[arg(long, value_name = "DIR")]
    pub(super) method: Option<PathBuf>,
    /// 哪个月，如 2024-05；按那时的文件算（省略时为今天）
    #[arg(long, value_name = "DATE")]
    pub(super) date: Option<String>,
    /// 缴纳类别，如 wage；全部类别见 --classes
    #[arg(long, value_name = "CLASS", required_unless_present = "classes")]
    pub(super) class: Option<String>,
    /// 基数（元）
    #[arg(long, value_name = "SUM", conflicts_with_all = ["item", "staff"])]
    pub(super) base: Option<String>,
    /// 人员身份，如 机关干部；写了 --item 时要有
    #[arg(long, value_name = "STAFF")]
    pub(super) staff: Option<String>,
    /// 工资项目和数额（元），如 职务工资=3200；可写多次
    #[arg(long, value_name = "NAME=SUM")]
    pub(super) item: Vec<String>,
    /// 另有情形，如 probationary（预备党员）
    #[arg(long, value_name = "CASE")]
    pub(super) special: Option<String>,
    /// 支部大会通过为预备党员的日期
    #[arg(long, value_name = "DATE")]
    pub(super) since: Option<String>,
    /// 用这个地方的基数办法
    #[arg(long, value_name = "PLACE")]
    pub(super) place: Option<String>,
    /// 四舍五入到：jiao（角）、fen（分）；省略时照工作法
    #[arg(long, value_name = "UNIT", hide_possible_values = true)]
    pub(super) round: Option<Round>,
    /// 列出全部类别、情形和工资项目
    #[arg(long)]
    pub(super) classes: bool,
    /// 输出 JSON，金额以分为单位
    #[arg(long, conflicts_with = "classes")]
    pub(super) json: bool,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Backup {
    /// 轮次文件
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    /// 备份文件
    #[arg(value_name = "OUT")]
    pub(super) out: PathBuf,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Restore {
    /// 轮次文件，可以已经损坏或丢失
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    /// 写出列表里的第几份；不写时只列出
    #[arg(long, value_name = "N")]
    pub(super) copy: Option<usize>,
    /// 写到哪个文件（省略时写在轮次文件旁边，名称带备份的日期）
    #[arg(long, value_name = "PATH", requires = "copy")]
    pub(super) to: Option<PathBuf>,
    /// 也在这个文件夹里找备份；可写多次
    #[arg(long, value_name = "DIR")]
    pub(super) from: Vec<PathBuf>,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Repair {
    /// 损坏的轮次文件，不会改动
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    /// 新的文件
    #[arg(value_name = "OUT")]
    pub(super) out: PathBuf,
}

#[derive(Debug, ClapArgs)]
pub(super) struct NewPassphrase {
    /// 轮次文件
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    /// 从文件第一行读新口令
    #[arg(long, value_name = "F")]
    pub(super) new_passphrase_file: Option<PathBuf>,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Redact {
    /// 轮次文件
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    /// 隐去哪一段，写列出的编号（省略时只列出）
    #[arg(long, value_name = "ID")]
    pub(super) item: Option<String>,
    /// 谁决定的：组长的姓名
    #[arg(long, value_name = "NAME", requires = "item")]
    pub(super) by: Option<String>,
    /// 依据：批示或会议纪要的编号
    #[arg(long, value_name = "TEXT", requires = "item")]
    pub(super) basis: Option<String>,
    /// 确认用的词，写“隐去”；省略时在终端询问
    #[arg(long, value_name = "WORD", requires = "item")]
    pub(super) confirm: Option<String>,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Wipe {
    /// 轮次文件
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    /// 清理记录写到哪个文件（省略时写在轮次文件旁边）
    #[arg(long, value_name = "PATH")]
    pub(super) record: Option<PathBuf>,
    /// 确认用的词，写“清除”；省略时在终端询问
    #[arg(long, value_name = "WORD")]
    pub(super) confirm: Option<String>,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Verify {
    /// 轮次文件
    #[arg(value_name = "FILE")]
    pub(super) file: PathBuf,
    /// 输出 JSON
    #[arg(long)]
    pub(super) json: bool,
}

#[derive(Debug, ClapArgs)]
pub(super) struct Explain {
    /// 代码或标记，如 E104、coverage
    #[arg(value_name = "CODE")]
    pub(super) code: String,
}

#[derive(Debug, ClapArgs)]
#[command(subcommand_value_name = "命令", subcommand_help_heading = "命令")]
pub(super) struct Method {
    #[command(subcommand)]
    pub(super) what: MethodWhat,
}

#[derive(Debug, Subcommand)]
pub(super) enum MethodWhat {
    /// 检查工作法文件夹，列出全部错误
    Check {
        /// 工作法文件夹
        #[arg(value_name = "DIR")]
        dir: PathBuf,
    },
    /// 显示工作法
    Show {
        /// 工作法文件夹（省略时为内置的五问五看）
        #[arg(value_name = "DIR")]
        dir: Option<PathBuf>,
    },
    /// 更新轮次的工作法：显示差别，以后的谈话用新的
    Update {
        /// 轮次文件
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// 工作法文件夹（省略时为内置的五问五看）
        #[arg(value_name = "DIR")]
        dir: Option<PathBuf>,
    },
}
