#!/usr/bin/env bash
# A year of a gift wholesaler's real orders through six journeys: what was sent, what was held back
# and why, and one customer's story. WEND names the binary, DEMO the folder to work in.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
wend=${WEND:-$here/../../build/wend}
folder=${DEMO:-$here/../../build/demo}
customer=${1:-15749}

mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
rm -f "$folder"/shop.db* "$folder"/*.jsonl
xz -dc "$here/events.jsonl.xz" >"$folder/events.jsonl"

printf 'A year of a gift wholesaler: real orders and cancellations, six journeys\n\n'
"$wend" build "$here" -o "$folder/retail.wendb" 2>&1
"$wend" run "$folder/retail.wendb" --state "$folder/shop.db" --events "$folder/events.jsonl" \
    --actions "$folder/actions.jsonl" --decisions "$folder/decisions.jsonl" 2>&1

printf '\nThe story of customer %s, as `wend why` tells it\n\n' "$customer"
"$wend" why --state "$folder/shop.db" "$customer"

cat <<END

Here is all of it, to look at:
  journeys   ${here#"$PWD"/}/*.wend
  state      ${folder#"$PWD"/}/shop.db
  actions    ${folder#"$PWD"/}/actions.jsonl
  decisions  ${folder#"$PWD"/}/decisions.jsonl
Another customer: ${wend#"$PWD"/} why --state ${folder#"$PWD"/}/shop.db 16131
END
