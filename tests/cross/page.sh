#!/usr/bin/env bash
# The text of a download page for an office: which file a computer needs, its size and hash, how to check them.
#
#   page.sh FOLDER
#
# FOLDER holds the programs as .ci/cross names them; the text goes to stdout, in the language of the users.
set -euo pipefail

folder=${1:?usage: page.sh FOLDER}
top=$(cd "$(dirname "$0")/../.." && pwd)
version=$(sed -n 's/^version = "\(.*\)"$/\1/p' "$top/Cargo.toml" | head -n 1)
commit=$(git -C "$top" rev-parse --short=12 HEAD)

row() {
    local file=$folder/$2
    [ -e "$file" ] || return 0
    printf '| %s | `%s` | %s 字节 | `%s` |\n' "$1" "$2" "$(stat -c %s "$file")" "$(sha256sum "$file" | cut -d ' ' -f 1)"
}

cat <<EOF
# 问看 $version 下载说明

一台电脑只要一个文件，没有安装程序，不联网，不需要别的组件。源代码提交 \`$commit\`。

| 电脑 | 文件 | 大小 | SHA-256 |
| --- | --- | --- | --- |
$(row "Windows 10、11，64 位 x86 处理器" wenkan-windows-x86_64.exe)
$(row "Linux（包括国产系统），\`uname -m\` 显示 aarch64" wenkan-linux-aarch64)
$(row "Linux（包括国产系统），\`uname -m\` 显示 x86_64" wenkan-linux-x86_64)

不知道是哪一种的，在 Linux 终端里输入 \`uname -m\` 看一下。显示别的（如 loongarch64、sw_64）的，没有现成的程序。
32 位 Windows 和 Windows 7、8 不能用。

## 核对文件

复制到电脑上以后先核对，再运行。显示的 64 个字符要和上表完全一样；有一个字符不同，就不要运行，请重新拷贝。
上表的值最好另外用电话或纸张核对一遍：能换掉程序的人，也能换掉这张表。

- Windows：在文件所在的文件夹，点地址栏，输入 \`cmd\` 按回车，再输入

      certutil -hashfile wenkan-windows-x86_64.exe SHA256

- Linux：在文件所在的文件夹打开终端，输入（文件名换成自己的那一个）

      sha256sum wenkan-linux-aarch64

  有 \`SHA256SUMS\` 文件的，可以输入 \`sha256sum -c --ignore-missing SHA256SUMS\`，显示“成功”或 OK 就是一样。

## 运行

- Windows：把文件改名为 \`wenkan.exe\`，在那个文件夹的 \`cmd\` 里输入 \`wenkan\`；双击也能打开。程序没有数字签名，
  Windows 和杀毒软件可能提示“未知发布者”：核对过 SHA-256 的，按本单位的规定办理放行。
- Linux：\`mv wenkan-linux-aarch64 wenkan && chmod +x wenkan && ./wenkan\`。
- 先运行 \`wenkan doctor\` 看本机环境，再运行 \`wenkan demo\` 看示例。

## 在哪里试过

x86_64 的 Linux 程序在 Linux 上编译、测试。aarch64 和 Windows 的程序是在 Linux 上交叉编译的，在模拟环境（qemu、wine）里试过：
写示例、导入名册、导出、核对、备份、恢复、换口令、清除、两个程序抢一个文件、写入当中强行结束，导出的文件与 x86_64 Linux 上逐字节相同。
**没有在装着 Windows 的电脑和 ARM 处理器的电脑上试过**；第一次用，请先用示例轮次走一遍再记正式内容。
EOF
